package com.callbackers.edge;

import com.callbackers.callback.Durability;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Tells the sender what became of its request, in few bytes. */
final class Answers {

    private static final HttpResponseStatus CONTENT_TOO_LARGE = new HttpResponseStatus(413, "Content Too Large");

    private final String retryAfter;

    Answers(Duration retryAfter) {
        this.retryAfter = Long.toString(retryAfter.toSeconds());
    }

    Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Accepted accepted -> {
                recorded(response, accepted.id(), accepted.durability());
                yield SlackWebhook.isPostedTo(request) ? slackOk(response) : accepted(response, accepted.id());
            }
            case Receipt.TooLarge large ->
                problem(recorded(response, large.id(), large.durability()), CONTENT_TOO_LARGE, large.reason());
            case Receipt.NotDurable ignored -> tryAgain(response, "No durable copy of the request could be made.");
            case Receipt.Crowded ignored -> tryAgain(response, "Too many requests are being recorded at the moment.");
            case Receipt.TooSlow ignored ->
                problem(
                        response.keepAlive(false),
                        HttpResponseStatus.REQUEST_TIMEOUT,
                        "The request did not come in whole in its time; it is not recorded.");
            case Receipt.Gone ignored -> Mono.empty();
        };
    }

    private static Mono<Void> accepted(HttpServerResponse response, UUID id) {
        return text(response.status(HttpResponseStatus.ACCEPTED), "application/json", "{\"id\": \"" + id + "\"}");
    }

    /** What posts to Slack takes nothing else for a success. */
    private static Mono<Void> slackOk(HttpServerResponse response) {
        return text(response.status(HttpResponseStatus.OK), "text/plain; charset=utf-8", "ok");
    }

    private Mono<Void> tryAgain(HttpServerResponse response, String detail) {
        return problem(
                response.header(HttpHeaderNames.RETRY_AFTER, retryAfter),
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                detail);
    }

    private static HttpServerResponse recorded(HttpServerResponse response, UUID id, Durability durability) {
        return response.header("callback-id", id.toString()).header("callback-durability", durability.label());
    }

    /** Problem details (RFC 9457); the detail is our own words and needs no escaping. */
    private static Mono<Void> problem(HttpServerResponse response, HttpResponseStatus status, String detail) {
        return text(
                response.status(status),
                "application/problem+json",
                "{\"title\": \"%s\", \"status\": %d, \"detail\": \"%s\"}"
                        .formatted(status.reasonPhrase(), status.code(), detail));
    }

    private static Mono<Void> text(HttpServerResponse response, String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return response.header(HttpHeaderNames.CONTENT_TYPE, contentType)
                // set here because HEAD is answered with the length, but without the text
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length))
                .sendObject(Unpooled.wrappedBuffer(bytes))
                .then();
    }
}

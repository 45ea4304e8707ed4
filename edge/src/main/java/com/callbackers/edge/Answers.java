package com.callbackers.edge;

import com.callbackers.callback.Durability;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** Tells the sender what became of its request, in few bytes. */
final class Answers {

    private static final HttpResponseStatus CONTENT_TOO_LARGE = new HttpResponseStatus(413, "Content Too Large");

    /** What others wrote is in no header of an answer. */
    private static final HttpHeadersFactory OUR_OWN_WORDS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final String retryAfter;

    Answers(Duration retryAfter) {
        this.retryAfter = Long.toString(retryAfter.toSeconds());
    }

    FullHttpResponse to(HttpRequest request, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Accepted accepted ->
                recorded(
                        SlackWebhook.isPostedTo(request) ? slackOk() : accepted(accepted.id()),
                        accepted.id(),
                        accepted.durability());
            case Receipt.TooLarge large ->
                recorded(problem(CONTENT_TOO_LARGE, large.reason()), large.id(), large.durability());
            case Receipt.NotDurable ignored -> tryAgain("No durable copy of the request could be made.");
            case Receipt.Crowded ignored -> tryAgain("Too many requests are being recorded at the moment.");
            case Receipt.TooSlow ignored ->
                problem(
                        HttpResponseStatus.REQUEST_TIMEOUT,
                        "The request did not come in whole in its time; it is not recorded.");
            case Receipt.Malformed malformed -> problem(malformed.status(), malformed.reason());
            case Receipt.Gone ignored -> throw new IllegalArgumentException("nobody is there to be answered");
        };
    }

    private static FullHttpResponse accepted(UUID id) {
        return text(HttpResponseStatus.ACCEPTED, "application/json", "{\"id\": \"" + id + "\"}");
    }

    /** What posts to Slack takes nothing else for a success. */
    private static FullHttpResponse slackOk() {
        return text(HttpResponseStatus.OK, "text/plain; charset=utf-8", "ok");
    }

    private FullHttpResponse tryAgain(String detail) {
        FullHttpResponse response = problem(HttpResponseStatus.SERVICE_UNAVAILABLE, detail);
        response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter);
        return response;
    }

    private static FullHttpResponse recorded(FullHttpResponse response, UUID id, Durability durability) {
        response.headers().set("callback-id", id.toString()).set("callback-durability", durability.label());
        return response;
    }

    /** Problem details (RFC 9457); the detail is our own words and needs no escaping. */
    private static FullHttpResponse problem(HttpResponseStatus status, String detail) {
        return text(
                status,
                "application/problem+json",
                "{\"title\": \"%s\", \"status\": %d, \"detail\": \"%s\"}"
                        .formatted(status.reasonPhrase(), status.code(), detail));
    }

    private static FullHttpResponse text(HttpResponseStatus status, String contentType, String text) {
        ByteBuf bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes, OUR_OWN_WORDS, OUR_OWN_WORDS);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
        return response;
    }
}

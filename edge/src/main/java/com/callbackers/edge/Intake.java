package com.callbackers.edge;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.NotDurableException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes any request: reads it, has it written down, answers.
 *
 * <p>It works on the server's own request, where the target and the headers still are what the sender wrote. A request
 * that never comes in whole is not recorded: the sender has had no answer and knows that it has to come again.
 */
final class Intake implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final byte[] NOTHING = {};

    private final Ladder ladder;
    private final int bodyLimit;
    private final Room room;
    private final TrustedProxies proxies;
    private final Answers answers;
    private final EdgeMetrics metrics;

    Intake(Ladder ladder, EdgeSettings settings, Room room, EdgeMetrics metrics) {
        this.ladder = ladder;
        this.bodyLimit = (int) settings.bodyLimit().toBytes();
        this.room = room;
        this.proxies = new TrustedProxies(settings.trustedProxies());
        this.answers = new Answers(settings.retryAfter());
        this.metrics = metrics;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        return new Visit(request, response).run();
    }

    /** One request from its head to its answer. */
    private final class Visit {

        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final Body body;
        private final long announced;
        private final long started = System.nanoTime();
        private boolean noted;

        Visit(HttpServerRequest request, HttpServerResponse response) {
            this.request = request;
            this.response = response;
            this.announced = announced(request.requestHeaders());
            this.body = new Body(room, bodyLimit, announced);
        }

        Mono<Void> run() {
            return Mono.defer(this::take)
                    .onErrorResume(error -> Mono.just(failed(error)))
                    .doOnNext(this::note)
                    .doOnCancel(() -> note(new Receipt.Gone()))
                    .flatMap(receipt -> answers.answer(request, response, receipt));
        }

        private Mono<Receipt> take() {
            if (announced > bodyLimit) {
                return reject(announced, "body of " + announced + " bytes is over the limit of " + bodyLimit);
            }
            if (announced == 0) {
                return keep();
            }
            return request.receive()
                    .take(Integer.MAX_VALUE) // the server tells an error twice to whom it owes without bound
                    .takeUntil(body::add)
                    .doFinally(this::releaseUnlessRead)
                    .then(Mono.defer(this::settle));
        }

        private void releaseUnlessRead(SignalType signal) {
            if (signal != SignalType.ON_COMPLETE) {
                body.release();
            }
        }

        private Mono<Receipt> settle() {
            if (body.isTooLarge()) {
                String counted = "body of at least " + body.counted() + " bytes is over the limit of " + bodyLimit;
                return reject(body.counted(), counted);
            }
            if (body.isCrowdedOut()) {
                body.release();
                return Mono.just(new Receipt.Crowded());
            }
            if (wasCutOff()) {
                body.release();
                return Mono.just(new Receipt.Gone());
            }
            return keep();
        }

        /** To its reader a body ends all the same when the server has met a chunk that is none, and refused it. */
        private boolean wasCutOff() {
            return response.hasSentHeaders() || body.counted() < announced;
        }

        private Mono<Receipt> keep() {
            byte[] bytes = body.bytes();
            Callback callback = callback(bytes, bytes.length);
            return append(new Arrival(callback, null))
                    .map(durability -> new Receipt.Accepted(callback.id(), durability));
        }

        private Mono<Receipt> reject(long size, String reason) {
            body.release();
            Callback callback = callback(NOTHING, size);
            return append(new Arrival(callback, reason))
                    .map(durability -> new Receipt.TooLarge(callback.id(), reason, durability));
        }

        /** A sender that leaves does not end this: what was read is recorded, and takes up its room until then. */
        private Mono<Durability> append(Arrival arrival) {
            CompletableFuture<Durability> written = Mono.defer(() -> ladder.keep(arrival))
                    .doOnSuccess(durability -> metrics.recorded(arrival, durability))
                    .doFinally(signal -> body.release())
                    .toFuture();
            return Mono.fromFuture(written, true);
        }

        private Callback callback(byte[] bytes, long size) {
            HttpHeaders headers = request.requestHeaders();
            RequestTarget target = RequestTarget.of(request.uri(), headers.get(HttpHeaderNames.HOST));
            return new Callback(
                    CallbackId.next(),
                    request.method().name(),
                    target.host(),
                    target.path(),
                    target.query(),
                    headers(headers),
                    bytes,
                    size,
                    proxies.sender(request.connectionRemoteAddress(), headers.getAll("X-Forwarded-For")),
                    Durability.JOURNAL,
                    null);
        }

        private void note(Receipt receipt) {
            if (noted) {
                return;
            }
            noted = true;
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            metrics.answered(receipt, took);
            log.atDebug()
                    .addKeyValue("result", receipt.label())
                    .addKeyValue("receipt", receipt)
                    .addKeyValue("method", request.method().name())
                    .addKeyValue("host", request.requestHeaders().get(HttpHeaderNames.HOST))
                    .addKeyValue("peer", request.connectionRemoteAddress())
                    .addKeyValue("bytes", body.counted())
                    .addKeyValue("millis", took.toMillis())
                    .log("Request");
        }
    }

    /** What Content-Length says, -1 for a chunked body, which says nothing. */
    private static long announced(HttpHeaders headers) {
        if (headers.containsValue(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true)) {
            return -1;
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length.strip());
    }

    private static List<Header> headers(HttpHeaders sent) {
        List<Header> headers = new ArrayList<>(sent.size());
        sent.iteratorCharSequence()
                .forEachRemaining(header -> headers.add(
                        new Header(header.getKey().toString(), header.getValue().toString())));
        return headers;
    }

    private static Receipt failed(Throwable error) {
        if (error instanceof NotDurableException) {
            return new Receipt.NotDurable(String.valueOf(error.getMessage()));
        }
        if (error instanceof ReadTimeoutException) {
            return new Receipt.TooSlow();
        }
        if (error instanceof AbortedException || AbortedException.isConnectionReset(error)) {
            return new Receipt.Gone();
        }
        log.error("A request failed in a way that nobody foresaw", error);
        return new Receipt.NotDurable(error.toString());
    }
}

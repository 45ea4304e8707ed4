package com.callbackers.edge;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.NotDurableException;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its head to its receipt, on its connection's event loop. One that never comes in whole is not
 * recorded: the sender has had no answer and knows that it has to come again.
 */
final class Visit {

    private static final Logger log = LoggerFactory.getLogger(Visit.class);
    private static final byte[] NOTHING = {};

    private final HttpRequest head;
    private final Channel channel;
    private final Intake intake;
    private final Consumer<Receipt> answer;
    private final Body body;
    private final long announced;
    private final long started = System.nanoTime();
    private boolean reading = true;
    private boolean noted;

    /** @param answer is given the receipt once, unless the sender is gone by then */
    Visit(HttpRequest head, Channel channel, Intake intake, Consumer<Receipt> answer) {
        this.head = head;
        this.channel = channel;
        this.intake = intake;
        this.answer = answer;
        this.announced = announced(head);
        this.body = new Body(intake.room(), intake.bodyLimit(), announced);
    }

    HttpRequest head() {
        return head;
    }

    /** Decides what can be decided by the head alone. */
    void begin() {
        if (head.decoderResult().isFailure()) {
            malformed(head.decoderResult());
        } else if (announced > intake.bodyLimit()) {
            reject(announced, "body of " + announced + " bytes is over the limit of " + intake.bodyLimit());
        }
    }

    /** Whether more of the body is wanted. */
    boolean isReading() {
        return reading;
    }

    void read(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            malformed(part.decoderResult());
        } else if (body.add(part.content()) || part instanceof LastHttpContent) {
            settle();
        }
    }

    /** The rest of the body did not come in its time. */
    void late() {
        if (reading) {
            refuse(new Receipt.TooSlow());
        }
    }

    /** The sender left. What was read whole is recorded all the same, and takes up its room until then. */
    void gone() {
        note(new Receipt.Gone());
        if (reading) {
            reading = false;
            body.release();
        }
    }

    private void settle() {
        if (body.isTooLarge()) {
            reject(
                    body.counted(),
                    "body of at least " + body.counted() + " bytes is over the limit of " + intake.bodyLimit());
        } else if (body.isCrowdedOut()) {
            refuse(new Receipt.Crowded());
        } else {
            keep();
        }
    }

    private void keep() {
        byte[] bytes = body.bytes();
        Callback callback = callback(bytes, bytes.length);
        record(new Arrival(callback, null), durability -> new Receipt.Accepted(callback.id(), durability));
    }

    private void reject(long size, String reason) {
        body.release();
        Callback callback = callback(NOTHING, size);
        record(new Arrival(callback, reason), durability -> new Receipt.TooLarge(callback.id(), reason, durability));
    }

    private void malformed(DecoderResult result) {
        refuse(Receipt.Malformed.of(result.cause()));
    }

    private void refuse(Receipt receipt) {
        reading = false;
        body.release();
        end(receipt);
    }

    private interface Recorded {
        Receipt with(Durability durability);
    }

    private void record(Arrival arrival, Recorded recorded) {
        reading = false;
        intake.ladder()
                .keep(arrival, channel.eventLoop())
                .subscribe(
                        durability -> {
                            intake.metrics().recorded(arrival, durability);
                            recorded(recorded.with(durability));
                        },
                        error -> recorded(failed(error)));
    }

    /** The journal tells on the event loop, the queue elsewhere. */
    private void recorded(Receipt receipt) {
        if (channel.eventLoop().inEventLoop()) {
            body.release();
            end(receipt);
        } else {
            channel.eventLoop().execute(() -> recorded(receipt));
        }
    }

    private void end(Receipt receipt) {
        if (!noted) {
            note(receipt);
            answer.accept(receipt);
        }
    }

    private void note(Receipt receipt) {
        if (noted) {
            return;
        }
        noted = true;
        long took = System.nanoTime() - started;
        intake.metrics().answered(receipt, took);
        if (log.isDebugEnabled()) {
            log.atDebug()
                    .addKeyValue("result", receipt.label())
                    .addKeyValue("receipt", receipt)
                    .addKeyValue("method", head.method().name())
                    .addKeyValue("host", head.headers().get(HttpHeaderNames.HOST))
                    .addKeyValue("peer", channel.remoteAddress())
                    .addKeyValue("bytes", body.counted())
                    .addKeyValue("micros", took / 1_000)
                    .log("Request");
        }
    }

    private Callback callback(byte[] bytes, long size) {
        HttpHeaders headers = head.headers();
        RequestTarget target = RequestTarget.of(head.uri(), headers.get(HttpHeaderNames.HOST));
        return new Callback(
                CallbackId.next(),
                head.method().name(),
                target.host(),
                target.path(),
                target.query(),
                headers(headers),
                bytes,
                size,
                intake.proxies().sender(channel.remoteAddress(), headers.getAll("X-Forwarded-For")),
                Durability.JOURNAL,
                null);
    }

    /** What Content-Length says, -1 for a chunked body, which says nothing. */
    private static long announced(HttpRequest head) {
        HttpHeaders headers = head.headers();
        if (headers.containsValue(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true)) {
            return -1;
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || head.decoderResult().isFailure() ? 0 : Long.parseLong(length.strip());
    }

    private static List<Header> headers(HttpHeaders sent) {
        List<Header> headers = new ArrayList<>(sent.size());
        sent.iteratorCharSequence()
                .forEachRemaining(header -> headers.add(
                        new Header(header.getKey().toString(), header.getValue().toString())));
        return headers;
    }

    private static Receipt failed(Throwable error) {
        if (!(error instanceof NotDurableException)) {
            log.error("A request failed in a way that nobody foresaw", error);
        }
        return new Receipt.NotDurable(String.valueOf(error.getMessage()));
    }
}

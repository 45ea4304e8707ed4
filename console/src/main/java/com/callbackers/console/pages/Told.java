package com.callbackers.console.pages;

import com.callbackers.callback.Header;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks.AttemptEntry;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Whole;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a callback, in sentences.
 *
 * @param good whether all that was to be delivered was
 */
record Told(
        UUID id,
        String method,
        String address,
        Instant at,
        boolean good,
        List<Sentence> sentences,
        List<Header> headers,
        BodyView body,
        List<Shown.Delivery> deliveries) {

    /**
     * A message of the pages, and what fills it.
     *
     * @param at when it happened; null: it did not yet
     */
    record Sentence(@Nullable Instant at, String message, List<Object> parts) {

        static Sentence of(@Nullable Instant at, String message, Object... parts) {
            return new Sentence(at, message, List.of(parts));
        }
    }

    static Told of(Whole whole) {
        var callback = whole.callback();
        var query = callback.query() == null ? "" : "?" + callback.query();
        return new Told(
                callback.id(),
                callback.method(),
                callback.host() + callback.path() + query,
                callback.receivedAt(),
                isGood(whole),
                sentences(whole),
                Shown.headers(callback.headers()),
                BodyView.of(callback.body(), callback.contentType().orElse(null)),
                Shown.deliveries(whole));
    }

    private static boolean isGood(Whole whole) {
        return switch (whole.entry().state()) {
            case FILTERED -> true;
            case ROUTED ->
                whole.entry().deliveries().stream().allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
            case RECEIVED, UNROUTED, REJECTED, SUSPENDED -> false;
        };
    }

    private static List<Sentence> sentences(Whole whole) {
        var callback = whole.callback();
        var arrived = Sentence.of(
                callback.receivedAt(), "told.arrived", callback.remoteAddress(), Long.toString(callback.size()));
        var fate =
                switch (whole.entry().state()) {
                    case ROUTED -> whole.entry().deliveries().stream().map(delivery -> delivery(delivery, whole));
                    case RECEIVED, FILTERED, UNROUTED, REJECTED, SUSPENDED ->
                        Stream.of(Sentence.of(
                                null,
                                "told." + whole.entry().state().label(),
                                Objects.requireNonNullElse(whole.entry().reason(), "")));
                };
        return Stream.concat(Stream.of(arrived), fate).toList();
    }

    private static Sentence delivery(DeliveryEntry delivery, Whole whole) {
        var attempts = whole.attempts().stream()
                .filter(attempt -> attempt.delivery().equals(delivery.id()))
                .toList();
        var last = attempts.isEmpty() ? null : attempts.getLast();
        var count = attempts.size();
        var answer = last == null ? "" : answer(last);
        return switch (delivery.state()) {
            case DELIVERED ->
                Sentence.of(time(last), "told.delivered", delivery.destination(), answer, millis(last), count);
            case EXHAUSTED -> Sentence.of(time(last), "told.exhausted", delivery.destination(), answer, count);
            case CANCELLED -> Sentence.of(time(last), "told.cancelled", delivery.destination(), count);
            case PENDING, RETRYING, WAITING ->
                Sentence.of(
                        delivery.nextAttemptAt(),
                        "told.open",
                        delivery.destination(),
                        count,
                        answer.isEmpty() ? Objects.requireNonNullElse(delivery.reason(), "") : answer);
        };
    }

    private static @Nullable Instant time(@Nullable AttemptEntry attempt) {
        return attempt == null ? null : attempt.at();
    }

    private static String millis(@Nullable AttemptEntry attempt) {
        return Optional.ofNullable(attempt)
                .map(AttemptEntry::totalMillis)
                .map(Object::toString)
                .orElse("?");
    }

    /** The status or the error. */
    private static String answer(AttemptEntry attempt) {
        return attempt.status() == null
                ? Objects.requireNonNullElse(attempt.error(), "")
                : Integer.toString(attempt.status());
    }
}

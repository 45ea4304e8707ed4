package com.callbackers.console.pages;

import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Header;
import com.callbackers.console.call.Credentials;
import com.callbackers.journal.Callbacks.AttemptEntry;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Whole;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parts of a callback as a page shows them. */
final class Shown {

    private Shown() {}

    /** A delivery with its attempts, the last one first. */
    record Delivery(DeliveryEntry entry, List<Attempt> attempts) {}

    /**
     * An attempt, its time cut into what it was spent on.
     *
     * @param sent null where nothing was
     * @param received null where no answer came
     */
    record Attempt(
            AttemptEntry entry,
            List<Header> sentHeaders,
            @Nullable BodyView sent,
            List<Header> headers,
            @Nullable BodyView received,
            long connect,
            long waiting,
            long reading) {}

    /** A callback that repeats the one shown. */
    record Repeat(UUID id, Instant at) {}

    static List<Repeat> replays(Whole whole) {
        return whole.replays().stream()
                .map(id -> new Repeat(id, CallbackId.time(id)))
                .toList();
    }

    /** Without credentials. */
    static List<Header> headers(List<Header> headers) {
        return headers.stream()
                .map(header -> new Header(header.name(), Credentials.hidden(header)))
                .toList();
    }

    static List<Delivery> deliveries(Whole whole) {
        return whole.entry().deliveries().stream()
                .map(entry -> new Delivery(
                        entry,
                        whole.attempts().reversed().stream()
                                .filter(attempt -> attempt.delivery().equals(entry.id()))
                                .map(attempt ->
                                        attempt(attempt, whole.callback().body()))
                                .toList()))
                .toList();
    }

    private static Attempt attempt(AttemptEntry entry, byte[] callbackBody) {
        var connect = millis(entry.connectMillis());
        var first = Math.max(connect, millis(entry.firstByteMillis()));
        return new Attempt(
                entry,
                headers(entry.sentHeaders()),
                entry.method() == null
                        ? null
                        : BodyView.of(
                                Objects.requireNonNullElse(entry.sentBody(), callbackBody),
                                contentType(entry.sentHeaders())),
                headers(entry.headers()),
                entry.status() == null ? null : BodyView.of(entry.body(), contentType(entry.headers())),
                connect,
                first - connect,
                Math.max(0, millis(entry.totalMillis()) - first));
    }

    private static long millis(@Nullable Long millis) {
        return millis == null ? 0 : millis;
    }

    private static @Nullable String contentType(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.is("content-type"))
                .map(header -> header.value().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
    }
}

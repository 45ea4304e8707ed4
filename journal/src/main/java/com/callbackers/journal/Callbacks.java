package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Header;
import com.callbackers.delivery.DeliveryState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the journal holds, to look at. */
public final class Callbacks {

    /**
     * What to list; null parts fit all.
     *
     * @param q text within path, query, headers or body, any case of ASCII letters
     * @param since inclusive
     * @param until exclusive
     */
    public record Filter(
            @Nullable String host,
            @Nullable String route,
            @Nullable String sender,
            @Nullable CallbackState state,
            @Nullable String q,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** @param next null on the last page */
    public record Page(List<Entry> items, @Nullable UUID next) {}

    /** A callback in a list. Its {@code callback} has neither headers nor body. */
    public record Entry(
            Callback callback,
            @Nullable String contentType,
            CallbackState state,
            @Nullable String reason,
            @Nullable String route,
            long generation,
            @Nullable String sender,
            List<DeliveryEntry> deliveries) {}

    public record DeliveryEntry(
            UUID id,
            UUID callback,
            String rule,
            String action,
            String type,
            String destination,
            DeliveryState state,
            @Nullable String reason,
            @Nullable Instant nextAttemptAt) {}

    /** A callback with all that is known of it; its decision as JSON, null before it was decided. */
    public record Whole(
            Entry entry, Callback callback, @Nullable String decision, List<AttemptEntry> attempts) {}

    /** An attempt as it was recorded. No {@code sentBody}: the callback's own bytes; no status: no answer. */
    public record AttemptEntry(
            UUID delivery,
            int number,
            Instant at,
            @Nullable Long connectMillis,
            @Nullable Long firstByteMillis,
            @Nullable Long totalMillis,
            @Nullable String method,
            @Nullable String url,
            List<Header> sentHeaders,
            byte @Nullable [] sentBody,
            @Nullable Integer status,
            List<Header> headers,
            byte @Nullable [] body,
            boolean truncated,
            @Nullable String error) {}

    /** Who calls: a sender by its name, or the unknown by their fingerprint. */
    public record Caller(
            @Nullable String name,
            @Nullable String fingerprint,
            String host,
            long callbacks,
            long failures,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable String lastError) {}

    /** Newest first, from before the cursor. */
    public Mono<Page> list(Filter filter, int limit, @Nullable UUID cursor) {
        throw new UnsupportedOperationException();
    }

    public Mono<Optional<Whole>> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    public Mono<Optional<DeliveryEntry>> delivery(UUID id) {
        throw new UnsupportedOperationException();
    }

    public Mono<List<Caller>> callers(@Nullable String host, Instant since) {
        throw new UnsupportedOperationException();
    }

    /** Ids of callbacks that were recorded or changed, as it happens; best effort. */
    public Flux<UUID> changes() {
        throw new UnsupportedOperationException();
    }
}

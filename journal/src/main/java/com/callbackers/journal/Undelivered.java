package com.callbackers.journal;

import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Entry;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Deliveries that did not reach their receiver, or have not yet. */
public final class Undelivered {

    /**
     * Which; null parts fit all.
     *
     * @param state null: retrying, waiting and exhausted
     * @param since by the callback's time, inclusive
     * @param until exclusive
     */
    public record Filter(
            Tenants tenants,
            @Nullable String host,
            @Nullable String route,
            @Nullable String destination,
            @Nullable DeliveryState state,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** @param callback without headers, body and deliveries */
    public record Item(DeliveryEntry delivery, int attempts, Entry callback) {}

    /** @param next null on the last page */
    public record Page(List<Item> items, @Nullable UUID next) {}

    private final DatabaseClient database;

    public Undelivered(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    /** Newest first, from before the cursor. */
    public Mono<Page> list(Filter filter, int limit, @Nullable UUID cursor) {
        var query = UndeliveredQuery.of(filter);
        query.add("d.id < :cursor", "cursor", cursor);
        return database.sql("""
                        select %s, d.attempts, %s, %s
                        from deliveries d join callbacks c on c.id = d.callback_id
                        where %s
                        order by d.id desc limit %d
                        """.formatted(
                        EntryRow.DELIVERY, CallbackRow.WITHOUT_BODY, EntryRow.ENTRY, query.conditions(), limit + 1))
                .bindValues(query.values())
                .map(Undelivered::item)
                .all()
                .collectList()
                .map(items -> page(items, limit));
    }

    private static Item item(Readable row) {
        return new Item(
                EntryRow.delivery(row), CallbackRow.required(row, "attempts", Integer.class), EntryRow.entry(row));
    }

    private static Page page(List<Item> items, int limit) {
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        var some = items.subList(0, limit);
        return new Page(some, some.getLast().delivery().id());
    }
}

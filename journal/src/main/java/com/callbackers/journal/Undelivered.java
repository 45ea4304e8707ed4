package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Entry;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Deliveries that did not reach their receiver, or have not yet: to list, and to try again together. */
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

    /** @param lastAttemptAt when the last of them is due; null when there are none */
    public record Retried(long count, @Nullable Instant lastAttemptAt) {}

    private final DatabaseClient database;
    private final Clock clock;

    public Undelivered(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /** Newest first, from before the cursor. */
    public Mono<Page> list(Filter filter, int limit, @Nullable UUID cursor) {
        var which = Which.of(filter);
        which.add("d.id < :cursor", "cursor", cursor);
        return database.sql("""
                        select %s, d.attempts, %s, %s
                        from deliveries d join callbacks c on c.id = d.callback_id
                        where %s
                        order by d.id desc limit %d
                        """.formatted(
                        EntryRow.DELIVERY, CallbackRow.WITHOUT_BODY, EntryRow.ENTRY, which.conditions(), limit + 1))
                .bindValues(which.values)
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

    /**
     * Makes those that fit due again, the oldest first, one after another at a pace. What is in hand stays as it is.
     *
     * @param limit how many at most
     */
    public Mono<Retried> retry(Filter filter, int limit, Duration pace) {
        return Mono.defer(() -> {
            var which = Which.of(filter);
            which.values.put("now", clock.instant());
            which.values.put("pace", pace.toNanos() / 1_000_000_000.0);
            return database.sql("""
                            with found as (
                              select d.id from deliveries d join callbacks c on c.id = d.callback_id
                              where %s and (d.lease is null or d.due_at <= :now)
                              order by d.id limit %d
                              for update of d skip locked
                            ), numbered as (
                              select id, row_number() over (order by id) - 1 as number from found
                            ), retried as (
                              update deliveries d
                              set state = case when state = 'pending' then state else 'retrying' end, reason = null, lease = null,
                                next_attempt_at = :now + make_interval(secs => n.number * :pace),
                                due_at = :now + make_interval(secs => n.number * :pace)
                              from numbered n where d.id = n.id
                              returning d.callback_id, d.next_attempt_at
                            )
                            select callback_id, next_attempt_at from retried order by next_attempt_at
                            """.formatted(which.conditions(), limit))
                    .bindValues(which.values)
                    .map(row -> new Due(
                            CallbackRow.required(row, "callback_id", UUID.class),
                            CallbackRow.required(row, "next_attempt_at", Instant.class)))
                    .all()
                    .collectList()
                    .flatMap(due -> Changes.tell(
                                    database, due.stream().map(Due::callback).toList())
                            .thenReturn(new Retried(
                                    due.size(),
                                    due.isEmpty() ? null : due.getLast().at())));
        });
    }

    private record Due(UUID callback, Instant at) {}

    /** What is asked for and nothing else, so that each combination can use its index. */
    private static final class Which {

        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        static Which of(Filter filter) {
            var which = new Which();
            which.conditions.add(state(filter.state()));
            which.conditions.add(filter.tenants().condition());
            which.values.putAll(filter.tenants().values());
            which.add("c.host = :host", "host", filter.host());
            which.add("c.route = :route", "route", filter.route());
            which.add("d.destination = :destination", "destination", filter.destination());
            which.add("d.id >= :since", "since", filter.since() == null ? null : CallbackId.floor(filter.since()));
            which.add("d.id < :until", "until", filter.until() == null ? null : CallbackId.floor(filter.until()));
            return which;
        }

        /** In the words of the partial indexes. */
        private static String state(@Nullable DeliveryState state) {
            if (state == null) {
                return "d.state in ('exhausted', 'retrying', 'waiting')";
            }
            return state.open()
                    ? "d.due_at is not null and d.state = '" + state.label() + "'"
                    : "d.state = '" + state.label() + "'";
        }

        void add(String condition, String name, @Nullable Object value) {
            if (value != null) {
                conditions.add(condition);
                values.put(name, value);
            }
        }

        String conditions() {
            return String.join(" and ", conditions);
        }
    }
}

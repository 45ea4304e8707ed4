package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Header;
import com.callbackers.delivery.DeliveryState;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the journal holds, to look at. */
public final class Callbacks {

    /**
     * What to list; null parts fit all.
     *
     * @param status that a receiver answered
     * @param q text within path, query, headers or body, any case of ASCII letters
     * @param since inclusive
     * @param until exclusive
     */
    public record Filter(
            Tenants tenants,
            @Nullable String host,
            @Nullable String route,
            @Nullable String sender,
            @Nullable CallbackState state,
            @Nullable Integer status,
            @Nullable String q,
            @Nullable Instant since,
            @Nullable Instant until) {

        private boolean fits(Instant time) {
            return (since == null || !time.isBefore(since)) && (until == null || time.isBefore(until));
        }

        /** Whatever it says. */
        public Filter withoutText() {
            return new Filter(tenants, host, route, sender, state, status, null, since, until);
        }

        Filter within(@Nullable Instant since, @Nullable Instant until) {
            return new Filter(tenants, host, route, sender, state, status, q, since, until);
        }
    }

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

    /**
     * A callback with all that is known of it.
     *
     * @param decision as JSON; null before it was decided
     * @param replays the last that repeat it, the newest first
     */
    public record Whole(
            Entry entry,
            Callback callback,
            @Nullable String decision,
            List<UUID> replays,
            List<AttemptEntry> attempts) {}

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

    /**
     * Between which a time lies.
     *
     * @param before when the last before it came; null: none
     * @param after when the first after it came; null: none
     */
    public record Neighbours(
            @Nullable Instant before, @Nullable Instant after) {}

    /**
     * Who calls: a sender by its name, or the unknown by their fingerprint.
     *
     * @param last its last callback
     * @param destinations where that one went
     */
    public record Caller(
            @Nullable String name,
            @Nullable String fingerprint,
            String host,
            long callbacks,
            long failures,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable String lastError,
            UUID last,
            List<String> destinations) {}

    /** Of one callback, so many are told. */
    private static final int REPLAYS = 50;

    /** Of several, each of which takes a connection for a while. */
    private static final int FOUND_AT_ONCE = 4;

    private final DatabaseClient database;
    private final TransactionalOperator snapshot;
    private final Changes changes;

    public Callbacks(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
        this.snapshot = snapshot(connections);
        this.changes = new Changes(connections);
    }

    /**
     * Newest first, from before the cursor. What no index helps to find (text, a status) is looked for among so many: the
     * page then has fewer, or none, and a next one.
     */
    public Mono<Page> list(Filter filter, int limit, @Nullable UUID cursor) {
        var query = ListQuery.of(filter, cursor);
        return query.on(database, limit)
                .map(EntryRow::joined)
                .all()
                .collectList()
                .map(EntryRow::entries)
                .flatMap(entries -> entries.size() > limit
                        ? Mono.just(page(entries, limit))
                        : query.lookedThrough(database)
                                .map(last -> new Page(entries, last))
                                .defaultIfEmpty(new Page(entries, null)));
    }

    /** One callback in the form of the list; nothing when the filter leaves it out. */
    public Mono<Entry> listed(Filter filter, UUID id) {
        var millisecond = CallbackId.time(id);
        return filter.fits(millisecond)
                ? list(filter.within(millisecond, millisecond.plusMillis(1)), 1, after(id))
                        .flatMapIterable(Page::items)
                        .filter(entry -> entry.callback().id().equals(id))
                        .next()
                : Mono.empty();
    }

    /** The cursor that makes an id the first of its page. */
    private static UUID after(UUID id) {
        var least = id.getLeastSignificantBits() + 1;
        return new UUID(id.getMostSignificantBits() + (least == 0 ? 1 : 0), least);
    }

    private static Page page(List<Entry> entries, int limit) {
        var items = entries.subList(0, limit);
        return new Page(items, items.getLast().callback().id());
    }

    /**
     * All of one moment: never a routed callback without its deliveries, nor one delivered without its attempt. Read in
     * the order in which a day's partitions are made, so that neither waits for the other.
     */
    public Mono<Optional<Whole>> find(UUID id) {
        return callback(id)
                .flatMap(alone -> deliveries(id)
                        .collectList()
                        .zipWhen(
                                found -> attempts(id).collectList(),
                                (deliveries, attempts) -> new Whole(
                                        EntryRow.with(alone.entry(), deliveries),
                                        alone.callback(),
                                        alone.decision(),
                                        alone.replays(),
                                        attempts)))
                .as(snapshot::transactional)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    /** In the order of the ids; those that are not kept any more are left out. */
    public Flux<Whole> find(List<UUID> ids) {
        return Flux.fromIterable(ids)
                .flatMapSequential(this::find, FOUND_AT_ONCE)
                .handle((found, sink) -> found.ifPresent(sink::next));
    }

    private static TransactionalOperator snapshot(ConnectionFactory connections) {
        var definition = new DefaultTransactionDefinition();
        definition.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        definition.setReadOnly(true);
        return TransactionalOperator.create(new R2dbcTransactionManager(connections), definition);
    }

    private Mono<Whole> callback(UUID id) {
        return database.sql("""
                        select %s, %s, c.decision::text as decision, array(
                          select r.id from callbacks r
                          where r.replay is not null and r.replay ->> 'of' = :id::text and r.id > :id
                          order by r.id desc limit %d
                        ) as replays
                        from callbacks c where c.id = :id
                        """.formatted(CallbackRow.WHOLE, EntryRow.ENTRY, REPLAYS))
                .bind("id", id)
                .map(row -> new Whole(
                        EntryRow.entry(row),
                        CallbackRow.whole(row),
                        row.get("decision", String.class),
                        List.of(CallbackRow.required(row, "replays", UUID[].class)),
                        List.of()))
                .one();
    }

    private Flux<DeliveryEntry> deliveries(UUID callback) {
        return database.sql("""
                        select %s from deliveries d
                        where d.id between id_floor(:id) and id_ceiling(:id) and d.callback_id = :id
                        order by d.position
                        """.formatted(EntryRow.DELIVERY))
                .bind("id", callback)
                .map(EntryRow::delivery)
                .all();
    }

    private Flux<AttemptEntry> attempts(UUID callback) {
        return database.sql("""
                        select a.*
                        from deliveries d join attempts a on a.delivery_id = d.id
                        where d.id between id_floor(:id) and id_ceiling(:id) and d.callback_id = :id
                          and a.delivery_id between id_floor(:id) and id_ceiling(:id)
                        order by d.position, a.number
                        """).bind("id", callback).map(EntryRow::attempt).all();
    }

    public Mono<Optional<DeliveryEntry>> delivery(UUID id) {
        return database.sql("select %s from deliveries d where d.id = :id".formatted(EntryRow.DELIVERY))
                .bind("id", id)
                .map(EntryRow::delivery)
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    /**
     * The last that came to some hosts, the newest first; replays left out.
     *
     * @param until exclusive
     */
    public Flux<Past> past(Tenants tenants, Set<String> hosts, Instant since, Instant until, int limit) {
        return PastQuery.on(database, tenants, hosts, since, until, limit);
    }

    /** Around the time of a filter, of those that fit otherwise. */
    public Mono<Neighbours> neighbours(Filter filter) {
        return neighbour(ListQuery.of(filter.within(null, filter.since()), null), "desc")
                .zipWith(
                        neighbour(ListQuery.of(filter.within(filter.until(), null), null), "asc"),
                        (before, after) -> new Neighbours(before.orElse(null), after.orElse(null)));
    }

    private Mono<Optional<Instant>> neighbour(ListQuery query, String order) {
        return database.sql("select c.id from callbacks c where %s order by c.id %s limit 1"
                        .formatted(query.conditions(), order))
                .bindValues(query.values())
                .mapValue(UUID.class)
                .one()
                .map(id -> Optional.of(CallbackId.time(id)))
                .defaultIfEmpty(Optional.empty());
    }

    /** How many of those that fit arrived when, in parts of the same length. */
    public Mono<List<Volume>> volume(Filter filter, Instant since, Instant until) {
        return VolumeQuery.on(database, filter, since, until);
    }

    /** The last who called first. Failures are deliveries that were given up. */
    public Mono<List<Caller>> callers(Tenants tenants, @Nullable String host, Instant since) {
        return CallersQuery.on(database, tenants, host, since);
    }

    /** Ids of callbacks that were recorded or changed, as it happens; best effort. */
    public Flux<UUID> changes() {
        return changes.stream();
    }

    /** Completes once the changes, which somebody follows, miss nothing any more. */
    public Mono<Void> followingChanges() {
        return changes.listening();
    }
}

package com.callbackers.journal;

import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Verdict;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Claims deliveries with a lease, and records what came of them. */
public final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** The error of an attempt whose worker ended before it could say more. */
    static final String LOST = "the worker ended before it recorded what came of this attempt";

    /** An attempt and what it means, to be recorded together. */
    public record Made(Claim claim, Attempt attempt, Verdict verdict) {}

    /**
     * A claim that no attempt was made of: it is due again at a moment.
     *
     * @param reason why it is {@code waiting}; null: its state stays as it is
     */
    public record GivenBack(
            Claim claim, Instant until, @Nullable String reason) {}

    private final DatabaseClient database;
    private final Clock clock;
    private final Claiming claiming;
    private final Onlookers onlookers;

    public Deliveries(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
        this.claiming = new Claiming(connections, database);
        this.onlookers = new Onlookers(database);
    }

    /**
     * Compare-and-set: those of the ids that are due and nobody holds are now held until the lease ends. One with an
     * order stays while an earlier one of the same order is open, or another one of it is held.
     */
    public Mono<List<Claim>> claim(Collection<UUID> ids, Duration lease) {
        return ids.isEmpty() ? Mono.just(List.of()) : Mono.defer(() -> claiming.claim(ids, lease, clock.instant()));
    }

    /**
     * Writes attempts and verdicts in one transaction. A claim whose lease has passed to another keeps its attempt
     * and changes nothing else. One that the database refuses is left out, and is due again when its lease ends.
     *
     * @return deliveries that may go now because one before them in their order has ended
     */
    public Mono<List<UUID>> record(List<Made> made) {
        if (made.isEmpty()) {
            return Mono.just(List.of());
        }
        return recordAll(made)
                .onErrorResume(
                        Postgres::refusesData, e -> made.size() == 1 ? refused(made.getFirst(), e) : oneByOne(made))
                .flatMap(this::freed)
                .doOnSuccess(freed -> onlookers.tell(
                        made.stream().map(m -> m.claim().callback().id()).toList()));
    }

    /** The orders in which something may have moved. */
    private Mono<List<UUID>> recordAll(List<Made> made) {
        return Mono.defer(() -> {
            var range = IdRange.of(made.stream().map(m -> m.claim().delivery()).toList());
            return database.sql("""
                            with given as (
                              select * from json_to_recordset(:made::json) as g(delivery_id uuid, lease uuid, route text,
                                number integer, at timestamptz, status integer, connect_millis integer, first_byte_millis integer,
                                total_millis integer, truncated boolean, method text, url text, error text,
                                sent_headers text, sent_body text, headers text, body text,
                                state delivery_state, reason text, next_attempt_at timestamptz)
                            ), kept as (
                              insert into attempts (delivery_id, number, at, status, connect_millis, first_byte_millis,
                                total_millis, truncated, method, url, error, sent_headers, sent_body, headers, body)
                              select delivery_id, number, at, status, connect_millis, first_byte_millis,
                                total_millis, coalesce(truncated, false), method, url, error, decode(sent_headers, 'base64'),
                                decode(sent_body, 'base64'), decode(headers, 'base64'), decode(body, 'base64')
                              from given
                              on conflict (delivery_id, number) do update
                              set at = excluded.at, status = excluded.status, connect_millis = excluded.connect_millis,
                                first_byte_millis = excluded.first_byte_millis, total_millis = excluded.total_millis,
                                truncated = excluded.truncated, method = excluded.method, url = excluded.url,
                                error = excluded.error, sent_headers = excluded.sent_headers,
                                sent_body = excluded.sent_body, headers = excluded.headers, body = excluded.body
                            ), changed as (
                              update deliveries d
                              set state = g.state, reason = g.reason, next_attempt_at = g.next_attempt_at,
                                due_at = g.next_attempt_at, lease = null
                              from given g
                              where d.id = g.delivery_id and d.id between :low and :high and d.lease = g.lease
                              returning d.id, d.ordering, d.destination, d.state, g.route
                            ), counted as (
                              insert into answered (hour, route, destination, delivered, last)
                              select id_hour(id), route, destination, count(*) filter (where state = 'delivered'),
                                (max(array[id]))[1]
                              from changed where route is not null
                              group by 1, 2, 3
                            )
                            select ordering from changed
                            """)
                    .bind("made", MadeJson.of(made))
                    .bind("low", range.low())
                    .bind("high", range.high())
                    .map(row -> Optional.ofNullable(row.get("ordering", UUID.class)))
                    .all()
                    .<UUID>handle((ordering, sink) -> ordering.ifPresent(sink::next))
                    .distinct()
                    .collectList();
        });
    }

    private Mono<List<UUID>> oneByOne(List<Made> made) {
        return Flux.fromIterable(made)
                .concatMap(one -> recordAll(List.of(one)).onErrorResume(Postgres::refusesData, e -> refused(one, e)))
                .flatMapIterable(orderings -> orderings)
                .distinct()
                .collectList();
    }

    private static Mono<List<UUID>> refused(Made made, Throwable e) {
        LOG.atError()
                .setCause(e)
                .addKeyValue("delivery", made.claim().delivery())
                .log("the journal cannot hold an attempt");
        return Mono.just(List.of());
    }

    /** Asked after the commit: whoever was told to wait until then had seen the lease. */
    private Mono<List<UUID>> freed(List<UUID> orderings) {
        if (orderings.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql("""
                        select d.id
                        from unnest(:orderings) o(ordering)
                        cross join lateral (
                          select id, lease, next_attempt_at from deliveries
                          where ordering = o.ordering and state in ('pending', 'retrying', 'waiting')
                          order by callback_id limit 1
                        ) d
                        where d.lease is null and d.next_attempt_at <= :now
                        """)
                .bind("orderings", orderings.toArray(UUID[]::new))
                .bind("now", clock.instant())
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    private Mono<Void> told(Optional<UUID> callback) {
        return Changes.tell(database, callback.map(List::of).orElse(List.of()));
    }

    /** Gives claims back without an attempt, in one statement; what has passed to another stays as it is. */
    public Mono<Void> giveBack(List<GivenBack> given) {
        if (given.isEmpty()) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            var range = IdRange.of(given.stream().map(g -> g.claim().delivery()).toList());
            return database.sql("""
                            update deliveries d
                            set state = case when g.reason = '' then d.state else 'waiting' end,
                              reason = case when g.reason = '' then d.reason else g.reason end,
                              next_attempt_at = g.until, due_at = g.until, lease = null, attempts = d.attempts - 1
                            from unnest(:ids, :leases, :untils, :reasons) as g(id, lease, until, reason)
                            where d.id = g.id and d.id between :low and :high and d.lease = g.lease
                            returning d.callback_id, g.reason <> '' as told
                            """)
                    .bind("ids", array(given, g -> g.claim().delivery(), UUID[]::new))
                    .bind("leases", array(given, g -> g.claim().lease(), UUID[]::new))
                    .bind("untils", array(given, g -> g.until().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                    .bind(
                            "reasons",
                            array(given, g -> Storable.text(Objects.requireNonNullElse(g.reason(), "")), String[]::new))
                    .bind("low", range.low())
                    .bind("high", range.high())
                    .map(row -> CallbackRow.required(row, "told", Boolean.class)
                            ? Optional.of(CallbackRow.required(row, "callback_id", UUID.class))
                            : Optional.<UUID>empty())
                    .all()
                    .<UUID>handle((callback, sink) -> callback.ifPresent(sink::next))
                    .collectList()
                    .doOnNext(onlookers::tell)
                    .then();
        });
    }

    private static <T> T[] array(List<GivenBack> given, Function<GivenBack, T> part, IntFunction<T[]> array) {
        return given.stream().map(part).toArray(array);
    }

    /** Makes a delivery due at once, whatever its state but in hand. Nothing when there is no such delivery. */
    public Mono<Optional<UUID>> retry(UUID delivery) {
        return Mono.defer(() -> database.sql("""
                        with retried as (
                          update deliveries
                          set state = case when state = 'pending' then state else 'retrying' end, reason = null,
                            next_attempt_at = :now, due_at = :now
                          where id = :id and (lease is null or due_at <= :now)
                          returning callback_id
                        )
                        select d.id, (select callback_id from retried) as changed from deliveries d where d.id = :id
                        """)
                .bind("id", delivery)
                .bind("now", clock.instant())
                .map(row -> Optional.ofNullable(row.get("changed", UUID.class)))
                .one()
                .flatMap(changed -> told(changed).thenReturn(Optional.of(delivery)))
                .defaultIfEmpty(Optional.empty()));
    }

    /**
     * Ends an open delivery; an attempt that is under way is still recorded, and changes nothing. False when it is not
     * open. Empty when there is none.
     */
    public Mono<Optional<Boolean>> cancel(UUID delivery) {
        return database.sql("""
                        with cancelled as (
                          update deliveries
                          set state = 'cancelled', reason = null, next_attempt_at = null, due_at = null, lease = null
                          where id = :id and state in ('pending', 'retrying', 'waiting')
                          returning callback_id
                        )
                        select (select callback_id from cancelled) as changed from deliveries d where d.id = :id
                        """)
                .bind("id", delivery)
                .map(row -> Optional.ofNullable(row.get("changed", UUID.class)))
                .one()
                .flatMap(changed -> told(changed).thenReturn(Optional.of(changed.isPresent())))
                .defaultIfEmpty(Optional.empty());
    }
}

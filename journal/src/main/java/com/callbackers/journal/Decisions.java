package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.route.Decision;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Loads callbacks that need a decision, and records what was decided. */
public final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    /** When the sweep looks for deliveries whose announcement was lost. */
    private static final Duration DUE_AFTER = Duration.ofSeconds(10);

    /** A callback with its decision. */
    public record Decided(Callback callback, Decision decision) {}

    /** Which route and generation decided a callback. */
    public record DecidedBy(String route, long generation) {}

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final DedupKeys keys;
    private final Clock clock;

    public Decisions(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        this.keys = new DedupKeys(connections, clock);
        this.clock = clock;
    }

    /** Those of the ids that are still to be decided, bodies included, in one query. */
    public Mono<List<Callback>> undecided(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Mono.just(List.of());
        }
        var range = IdRange.of(ids);
        return database.sql("""
                        select %s
                        from callbacks c
                        where c.id = any(:ids) and c.id between :low and :high and c.state = 'received'
                        order by c.id
                        """.formatted(CallbackRow.WHOLE))
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("low", range.low())
                .bind("high", range.high())
                .map(CallbackRow::whole)
                .all()
                .collectList();
    }

    /**
     * One transaction for all; a callback that has been decided meanwhile stays as it is, and a rule does not act on one
     * that repeats another. One that the database refuses stays undecided and does not hold up the others.
     *
     * @return the deliveries to announce
     */
    public Mono<List<UUID>> record(List<Decided> decided) {
        if (decided.isEmpty()) {
            return Mono.just(List.of());
        }
        return recordTogether(decided)
                .onErrorResume(
                        Postgres::refusesData,
                        e -> decided.size() == 1 ? refused(decided.getFirst(), e) : oneByOne(decided))
                .flatMap(deliveries -> told(decided).thenReturn(deliveries));
    }

    /** The keys are taken only if the decisions that need them are recorded. */
    private Mono<List<UUID>> recordTogether(List<Decided> decided) {
        return DedupKeys.areAskedFor(decided)
                ? keys.take(decided).flatMap(this::recordAll).as(transaction::transactional)
                : recordAll(decided);
    }

    private Mono<List<UUID>> recordAll(List<Decided> decided) {
        if (decided.isEmpty()) {
            return Mono.just(List.of());
        }
        return Mono.defer(() -> {
            var now = clock.instant();
            var range = IdRange.of(decided.stream().map(d -> d.callback().id()).toList());
            return database.sql("""
                            with given as (
                              select * from json_to_recordset(:callbacks::json) as g(id uuid, state callback_state,
                                reason text, route text, generation bigint, sender text, caller text, decision text)
                            ), planned as (
                              select * from json_to_recordset(:deliveries::json) as p(id uuid, callback_id uuid,
                                position smallint, rule text, action text, type text, destination text, ordering uuid,
                                headers text, body text, ad_hoc text)
                            ), decided as (
                              update callbacks c
                              set state = g.state, reason = g.reason, route = g.route, generation = g.generation,
                                sender = g.sender, caller = g.caller, decision = g.decision::json, due_at = null
                              from given g
                              where c.id = g.id and c.id between :low and :high and c.state = 'received'
                              returning c.id
                            )
                            insert into deliveries (id, callback_id, position, rule, action, type, destination, ordering,
                              headers, body, ad_hoc, due_at, next_attempt_at)
                            select p.id, p.callback_id, p.position, p.rule, p.action, p.type, p.destination, p.ordering,
                              decode(p.headers, 'base64'), decode(p.body, 'base64'), p.ad_hoc::json, :due, :now
                            from planned p join decided d on d.id = p.callback_id
                            on conflict (id) do nothing
                            returning id
                            """)
                    .bind("callbacks", DecidedJson.callbacks(decided))
                    .bind("deliveries", DecidedJson.deliveries(decided))
                    .bind("low", range.low())
                    .bind("high", range.high())
                    .bind("due", now.plus(DUE_AFTER))
                    .bind("now", now)
                    .mapValue(UUID.class)
                    .all()
                    .collectList();
        });
    }

    private Mono<List<UUID>> oneByOne(List<Decided> decided) {
        return Flux.fromIterable(decided)
                .concatMap(
                        one -> recordTogether(List.of(one)).onErrorResume(Postgres::refusesData, e -> refused(one, e)))
                .flatMapIterable(deliveries -> deliveries)
                .collectList();
    }

    private static Mono<List<UUID>> refused(Decided decided, Throwable e) {
        LOG.atError()
                .setCause(e)
                .addKeyValue("callback", decided.callback().id())
                .log("the journal cannot hold a decision");
        return Mono.just(List.of());
    }

    private Mono<Void> told(List<Decided> decided) {
        return Changes.tell(
                database, decided.stream().map(d -> d.callback().id()).toList());
    }

    /** Which rules a replay of a callback by the rules of then goes by; nothing where none had decided. */
    public Mono<Optional<DecidedBy>> decidedBy(UUID callback) {
        return database.sql("select route, generation from callbacks where id = :id and route is not null")
                .bind("id", callback)
                .map(row -> new DecidedBy(
                        CallbackRow.required(row, "route", String.class),
                        CallbackRow.required(row, "generation", Long.class)))
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }
}

package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.route.Decision;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /**
     * What recording brought about.
     *
     * @param deliveries that are anybody's, to be announced
     * @param claims those that whoever recorded them holds
     */
    public record Recorded(List<UUID> deliveries, List<Claim> claims) {

        static final Recorded NOTHING = new Recorded(List.of(), List.of());

        private static Recorded both(Recorded one, Recorded other) {
            return new Recorded(
                    Stream.concat(one.deliveries.stream(), other.deliveries.stream())
                            .toList(),
                    Stream.concat(one.claims.stream(), other.claims.stream()).toList());
        }
    }

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Onlookers onlookers;
    private final DedupKeys keys;
    private final Clock clock;

    public Decisions(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        this.onlookers = new Onlookers(database);
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
     * @param hands so many of the new deliveries at most, of those without an order, are the caller's to make
     * @param lease how long they are the caller's
     */
    public Mono<Recorded> record(List<Decided> decided, int hands, Duration lease) {
        if (decided.isEmpty()) {
            return Mono.just(Recorded.NOTHING);
        }
        return recordTogether(decided, hands, lease)
                .onErrorResume(
                        Postgres::refusesData,
                        e -> decided.size() == 1 ? refused(decided.getFirst(), e) : oneByOne(decided, lease))
                .doOnSuccess(recorded -> onlookers.tell(
                        decided.stream().map(d -> d.callback().id()).toList()));
    }

    /** The keys are taken only if the decisions that need them are recorded. */
    private Mono<Recorded> recordTogether(List<Decided> decided, int hands, Duration lease) {
        return DedupKeys.areAskedFor(decided)
                ? keys.take(decided)
                        .flatMap(rest -> recordAll(rest, hands, lease))
                        .as(transaction::transactional)
                : recordAll(decided, hands, lease);
    }

    /**
     * The state that callbacks have before comes with the given rows. Of a constant Postgres would know that hardly any has it,
     * expect one at most, and compare each callback with each decision.
     */
    private Mono<Recorded> recordAll(List<Decided> decided, int hands, Duration lease) {
        if (decided.isEmpty()) {
            return Mono.just(Recorded.NOTHING);
        }
        return Mono.defer(() -> {
            var now = clock.instant();
            var range = IdRange.of(decided.stream().map(d -> d.callback().id()).toList());
            var deliveries = NewDelivery.of(decided, hands);
            return database.sql("""
                            with given as materialized (
                              select *, 'received'::callback_state as before
                              from json_to_recordset(:callbacks::json) as g(id uuid, state callback_state,
                                reason text, route text, generation bigint, sender text, caller text, decision text)
                            ), planned as (
                              select * from json_to_recordset(:deliveries::json) as p(id uuid, callback_id uuid,
                                position smallint, lease uuid, rule text, action text, type text, destination text,
                                ordering uuid, headers text, body text, ad_hoc text)
                            ), decided as (
                              update callbacks c
                              set state = g.state, reason = g.reason, route = g.route, generation = g.generation,
                                sender = g.sender, caller = g.caller, decision = g.decision::json, due_at = null
                              from given g
                              where c.id = g.id and c.id between :low and :high and c.state = g.before
                              returning c.id, c.state, c.host, c.route, c.sender, c.caller, c.replay is null as called
                            ), counted as (
                              insert into calls (hour, host, route, sender, caller, callbacks, acted, first, last)
                              select id_hour(id), host, route, sender, caller, count(*),
                                count(*) filter (where state = 'routed'), (min(array[id]))[1], (max(array[id]))[1]
                              from decided where called and state <> 'suspended'
                              group by 1, 2, 3, 4, 5
                            )
                            insert into deliveries (id, callback_id, position, rule, action, type, destination, ordering,
                              headers, body, ad_hoc, lease, attempts, due_at, next_attempt_at)
                            select p.id, p.callback_id, p.position, p.rule, p.action, p.type, p.destination, p.ordering,
                              decode(p.headers, 'base64'), decode(p.body, 'base64'), p.ad_hoc::json, p.lease,
                              case when p.lease is null then 0 else 1 end,
                              case when p.lease is null then :due else :until end, :now
                            from planned p join decided d on d.id = p.callback_id
                            on conflict (id) do nothing
                            returning id
                            """)
                    .bind("callbacks", DecidedJson.callbacks(decided))
                    .bind("deliveries", DecidedJson.deliveries(deliveries))
                    .bind("low", range.low())
                    .bind("high", range.high())
                    .bind("due", now.plus(DUE_AFTER))
                    .bind("until", now.plus(lease))
                    .bind("now", now)
                    .mapValue(UUID.class)
                    .all()
                    .collect(Collectors.toSet())
                    .map(made -> recorded(deliveries, made));
        });
    }

    private static Recorded recorded(List<NewDelivery> planned, Set<UUID> made) {
        var deliveries = new ArrayList<UUID>();
        var claims = new ArrayList<Claim>();
        for (var delivery : planned) {
            var lease = delivery.lease();
            if (made.contains(delivery.id()) && lease != null) {
                claims.add(delivery.claim(lease));
            } else if (made.contains(delivery.id())) {
                deliveries.add(delivery.id());
            }
        }
        return new Recorded(deliveries, claims);
    }

    private Mono<Recorded> oneByOne(List<Decided> decided, Duration lease) {
        return Flux.fromIterable(decided)
                .concatMap(one -> recordTogether(List.of(one), 0, lease)
                        .onErrorResume(Postgres::refusesData, e -> refused(one, e)))
                .reduce(Recorded.NOTHING, Recorded::both);
    }

    private static Mono<Recorded> refused(Decided decided, Throwable e) {
        LOG.atError()
                .setCause(e)
                .addKeyValue("callback", decided.callback().id())
                .log("the journal cannot hold a decision");
        return Mono.just(Recorded.NOTHING);
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

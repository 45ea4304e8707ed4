package com.callbackers.journal;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Finds what is due and was not done: messages lost, leases over, retries come, holds lifted. */
public final class Sweep {

    private static final int RELEASED_AT_ONCE = 1_000;
    private static final int SUMMED_AT_ONCE = 20_000;

    private final DatabaseClient database;
    private final Clock clock;

    public Sweep(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /** Callbacks that are due, at most {@code limit}; each is due again {@code again} later unless it is decided. */
    public Mono<List<UUID>> callbacks(int limit, Duration again) {
        return Mono.defer(() -> {
            var now = clock.instant();
            return database.sql("""
                            with due as (
                              select id from callbacks where due_at <= :now order by due_at limit %d for update skip locked
                            )
                            update callbacks c set due_at = :again from due where c.id = due.id
                            returning c.id
                            """.formatted(limit))
                    .bind("now", now)
                    .bind("again", now.plus(again))
                    .mapValue(UUID.class)
                    .all()
                    .collectList();
        });
    }

    /**
     * Deliveries that are due; those whose lease is over are free again, the attempt that was lost noted. Those that
     * still wait for one before them in their order are left out.
     */
    public Mono<List<UUID>> deliveries(int limit, Duration again) {
        return Mono.defer(() -> {
            var now = clock.instant();
            return database.sql("""
                            with due as (
                              select d.id, d.lease, d.attempts, d.ordering is not null and %s as behind
                              from deliveries d
                              where d.due_at <= :now order by d.due_at limit %d for update skip locked
                            ), noted as (
                              insert into attempts (delivery_id, number, at, error)
                              select id, attempts, :now, :lost from due where lease is not null
                              on conflict (delivery_id, number) do nothing
                            ), freed as (
                              update deliveries d
                              set due_at = :again, lease = null,
                                state = case when due.lease is null then d.state else 'retrying' end,
                                reason = case when due.lease is null then d.reason else :lost end
                              from due where d.id = due.id
                            )
                            select id from due where not behind
                            """.formatted(Claiming.BEHIND, limit))
                    .bind("now", now)
                    .bind("again", now.plus(again))
                    .bind("lost", Deliveries.LOST)
                    .mapValue(UUID.class)
                    .all()
                    .collectList();
        });
    }

    /** Callbacks recorded while one of these routes was suspended are due now; how many there were. */
    public Mono<Long> releaseRoutes(Collection<String> inService) {
        return Mono.defer(() -> release(inService.toArray(String[]::new)))
                .expand(released ->
                        released < RELEASED_AT_ONCE ? Mono.empty() : release(inService.toArray(String[]::new)))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> release(String[] routes) {
        return database.sql("""
                        with held as (
                          select id from callbacks where state = 'suspended' and route = any(:routes)
                          order by id limit %d for update skip locked
                        )
                        update callbacks c set state = 'received', reason = null, due_at = :now
                        from held where c.id = held.id
                        """.formatted(RELEASED_AT_ONCE))
                .bind("routes", routes)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated();
    }

    /**
     * Sums up who called and what was answered; in the order of the keys, so that of two who do it neither waits for the other
     * in a circle.
     */
    public Mono<Void> sumUp() {
        return untilFew(sumCalls()).then(untilFew(sumAnswered()));
    }

    private static Mono<Void> untilFew(Mono<Long> some) {
        return some.repeat().takeUntil(taken -> taken < SUMMED_AT_ONCE).then();
    }

    private Mono<Long> sumCalls() {
        return database.sql("""
                        with taken as (
                          delete from calls
                          where ctid = any(array(select ctid from calls limit %d for update skip locked))
                          returning *
                        ), summed as (
                          insert into calls_by_hour as h (hour, key, host, route, sender, caller, callbacks, acted, first, last)
                          select hour, sha256(convert_to(json_build_array(host, route, sender, caller)::text, 'UTF8')) as key,
                            host, route, sender, caller, sum(callbacks), sum(coalesce(acted, callbacks)),
                            (min(array[first]))[1], (max(array[last]))[1]
                          from taken
                          group by hour, host, route, sender, caller
                          order by hour, key
                          on conflict (hour, key) do update
                          set callbacks = h.callbacks + excluded.callbacks,
                            acted = coalesce(h.acted, h.callbacks) + excluded.acted,
                            first = least(h.first, excluded.first), last = greatest(h.last, excluded.last)
                        )
                        select count(*) from taken
                        """.formatted(SUMMED_AT_ONCE)).mapValue(Long.class).one();
    }

    private Mono<Long> sumAnswered() {
        return database.sql("""
                        with taken as (
                          delete from answered
                          where ctid = any(array(select ctid from answered limit %d for update skip locked))
                          returning *
                        ), summed as (
                          insert into answered_by_hour as h (hour, key, route, destination, delivered, last)
                          select hour, sha256(convert_to(json_build_array(route, destination)::text, 'UTF8')) as key,
                            route, destination, sum(delivered), (max(array[last]))[1]
                          from taken
                          group by hour, route, destination
                          order by hour, key
                          on conflict (hour, key) do update
                          set delivered = h.delivered + excluded.delivered, last = greatest(h.last, excluded.last)
                        )
                        select count(*) from taken
                        """.formatted(SUMMED_AT_ONCE)).mapValue(Long.class).one();
    }
}

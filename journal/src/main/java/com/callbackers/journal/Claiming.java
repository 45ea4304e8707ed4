package com.callbackers.journal;

import com.callbackers.delivery.Rendered;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes deliveries in hand. Those without an order take one statement. Those with one go in a second step, one claimer of
 * an order at a time: otherwise two could each see nothing before their own and both go.
 */
final class Claiming {

    /** A lease is over when {@code due_at} has come; whoever held it made an attempt that nobody heard of. */
    private static final String CLAIM = """
            with free as (
              select d.id, d.lease, d.attempts
              from deliveries d
              where d.id = any(:ids) and d.id between :low and :high
                and d.state in ('pending', 'retrying', 'waiting')
                and d.next_attempt_at <= :now and (d.lease is null or d.due_at <= :now)
                and %s
              for update skip locked
            ), noted as (
              insert into attempts (delivery_id, number, at, error)
              select f.id, f.attempts, :now, :lost from free f where f.lease is not null
              on conflict (delivery_id, number) do nothing
            ), claimed as (
              update deliveries d
              set lease = gen_random_uuid(), due_at = :until, attempts = d.attempts + 1
              from free f
              where d.id = f.id and d.id between :low and :high
              returning d.id as delivery, d.callback_id, d.lease, d.attempts, d.rule, d.action, d.ad_hoc::text as ad_hoc,
                d.headers as rendered_headers, d.body as rendered_body
            )
            select claimed.*, c.route, c.generation, %s
            from claimed join callbacks c on c.id = claimed.callback_id
            where c.id between id_floor(:low) and id_ceiling(:high)
            order by c.id
            """;

    private static final String UNORDERED = CLAIM.formatted("d.ordering is null", CallbackRow.WHOLE);

    /** Behind an earlier one that is open, and behind any that is in hand. */
    static final String BEHIND = """
            exists (
              select from deliveries e
              where e.ordering = d.ordering and e.id <> d.id and e.state in ('pending', 'retrying', 'waiting')
                and (e.callback_id < d.callback_id or (e.lease is not null and e.due_at > :now))
            )
            """;

    private static final String ORDERED =
            CLAIM.formatted("d.ordering is not null and not " + BEHIND, CallbackRow.WHOLE);

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    Claiming(ConnectionFactory connections, DatabaseClient database) {
        this.database = database;
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
    }

    Mono<List<Claim>> claim(Collection<UUID> ids, Duration lease, Instant now) {
        var unordered = claim(UNORDERED, ids, lease, now);
        return unordered.flatMap(claims -> claims.size() == ids.size()
                ? Mono.just(claims)
                : ordered(ids, lease, now).map(more -> both(claims, more)));
    }

    private Mono<List<Claim>> ordered(Collection<UUID> ids, Duration lease, Instant now) {
        return orderings(ids)
                .flatMap(orderings -> orderings.isEmpty()
                        ? Mono.just(List.of())
                        : lock(orderings).then(claim(ORDERED, ids, lease, now)).as(transaction::transactional));
    }

    private Mono<List<UUID>> orderings(Collection<UUID> ids) {
        var range = IdRange.of(ids);
        return database.sql("""
                        select distinct ordering from deliveries
                        where id = any(:ids) and id between :low and :high and ordering is not null
                          and state in ('pending', 'retrying', 'waiting')
                        """)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("low", range.low())
                .bind("high", range.high())
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    /** Until the transaction ends; sorted, so that two claimers never wait for each other. */
    private Mono<Void> lock(List<UUID> orderings) {
        return database.sql("""
                        select pg_advisory_xact_lock(key)
                        from (select distinct hashtextextended(o::text, 0) as key from unnest(:orderings) o order by 1) k
                        """)
                .bind("orderings", orderings.toArray(UUID[]::new))
                .then();
    }

    private Mono<List<Claim>> claim(String sql, Collection<UUID> ids, Duration lease, Instant now) {
        var range = IdRange.of(ids);
        return database.sql(sql)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("low", range.low())
                .bind("high", range.high())
                .bind("now", now)
                .bind("until", now.plus(lease))
                .bind("lost", Deliveries.LOST)
                .map(Claiming::claim)
                .all()
                .collectList();
    }

    private static Claim claim(Readable row) {
        return new Claim(
                CallbackRow.required(row, "delivery", UUID.class),
                CallbackRow.required(row, "lease", UUID.class),
                CallbackRow.required(row, "attempts", Integer.class),
                row.get("route", String.class),
                Objects.requireNonNullElse(row.get("generation", Long.class), 0L),
                CallbackRow.required(row, "rule", String.class),
                CallbackRow.required(row, "action", String.class),
                row.get("ad_hoc", String.class),
                rendered(row),
                CallbackRow.whole(row));
    }

    private static Rendered rendered(Readable row) {
        var body = row.get("rendered_body", byte[].class);
        return new Rendered(
                body == null ? null : new String(body, StandardCharsets.UTF_8),
                HeaderBytes.headers(row.get("rendered_headers", byte[].class)));
    }

    private static List<Claim> both(List<Claim> some, List<Claim> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}

package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What went through, counted: by route, by rule and by destination; and what destinations answered. */
public final class Traffic {

    /** @param failures callbacks of which a delivery was given up */
    public record OfRoute(String route, long callbacks, long acted, long failures, Instant lastAt) {}

    /** @param fitted of the callbacks that were looked at */
    public record OfRule(String rule, long fitted, long callbacks) {}

    /**
     * What was sent to a destination.
     *
     * @param destination namespace/name; after the route's namespace the origin of a URL, or which secret holds it
     * @param open not delivered yet, be it however old
     * @param oldestOpenAt when the oldest of them arrived; null when there are none
     * @param last what it answered last; null when it was asked nothing in this time
     */
    public record OfDestination(
            String destination,
            long delivered,
            long failed,
            long open,
            @Nullable Instant oldestOpenAt,
            @Nullable Answer last) {}

    /** An attempt by what came of it. */
    public record Answer(
            UUID callback,
            String rule,
            String action,
            int number,
            Instant at,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable Long totalMillis) {}

    /** Of a route so many callbacks are looked at, to tell what its rules fitted. */
    private static final int LOOKED_AT = 1_000;

    private static final String ANSWER =
            "d.callback_id, d.rule, d.action, a.number, a.at, a.status, a.error, a.total_millis";

    /** A destination by namespace and name; those of the route's own namespace are known by their name alone. */
    private static final String DESTINATION = """
            case when %1$s.destination ~ '^[a-z0-9-]+/[a-z0-9.-]+$' then %1$s.destination
              else split_part(c.route, '/', 1) || '/' || %1$s.destination end""";

    private final DatabaseClient database;

    public Traffic(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    /** By whole hours; the last used first. Replays do not count: nobody called. */
    public Mono<List<OfRoute>> routes(Tenants tenants, Instant since) {
        var hour = since.truncatedTo(ChronoUnit.HOURS);
        return database.sql("""
                        with seen as (
                          %2$s
                        ), failures as (
                          select c.route, count(distinct c.callback) as failures from failing c
                          where c.exhausted and c.delivery >= :begin and c.route is not null and %1$s
                          group by 1
                        )
                        select c.route, sum(c.callbacks)::bigint as callbacks, sum(c.acted)::bigint as acted,
                          coalesce(f.failures, 0) as failures, (max(array[c.last]))[1] as last
                        from seen c left join failures f using (route)
                        where c.route is not null and %1$s
                        group by c.route, f.failures
                        having (max(array[c.last]))[1] >= :since
                        order by last desc
                        """.formatted(tenants.condition(), CallersQuery.SEEN))
                .bindValues(tenants.values())
                .bind("hour", hour)
                .bind("begin", CallbackId.floor(hour))
                .bind("since", CallbackId.floor(since))
                .map(row -> new OfRoute(
                        CallbackRow.required(row, "route", String.class),
                        CallbackRow.required(row, "callbacks", Long.class),
                        CallbackRow.required(row, "acted", Long.class),
                        CallbackRow.required(row, "failures", Long.class),
                        CallbackId.time(CallbackRow.required(row, "last", UUID.class))))
                .all()
                .collectList();
    }

    /** How many of the last callbacks that a route decided its rules fitted; those of other generations too. */
    public Mono<List<OfRule>> rules(String route) {
        return database.sql("""
                        with looked as (
                          select c.decision from callbacks c
                          where c.route = :route and c.decision is not null order by c.id desc limit %d
                        )
                        select rule ->> 'name' as name, count(*) filter (where (rule ->> 'fits')::boolean) as fitted,
                          (select count(*) from looked) as callbacks
                        from looked cross join lateral json_array_elements(looked.decision -> 'rules') rule
                        group by 1
                        """.formatted(LOOKED_AT))
                .bind("route", route)
                .map(row -> new OfRule(
                        CallbackRow.required(row, "name", String.class),
                        CallbackRow.required(row, "fitted", Long.class),
                        CallbackRow.required(row, "callbacks", Long.class)))
                .all()
                .collectList();
    }

    /** The deliveries of a route's callbacks, by the label of what they were sent to, and by whole hours of the callbacks. */
    public Mono<List<OfDestination>> destinations(Tenants tenants, Instant since) {
        var hour = since.truncatedTo(ChronoUnit.HOURS);
        return database.sql("""
                        with answered as (
                          select %3$s as destination, sum(c.delivered)::bigint as delivered, (max(array[c.last]))[1] as last
                          from (
                            select *, null::text as host from (
                              select hour, route, destination, delivered, last from answered_by_hour
                              union all
                              select hour, route, destination, delivered, last from answered
                            ) a
                          ) c
                          where c.hour >= :hour and %1$s
                          group by 1
                        ), failed as (
                          select %4$s as destination, count(*) as failed
                          from deliveries d join callbacks c on c.id = d.callback_id
                          where d.state = 'exhausted' and d.id >= :begin and c.id >= :begin and c.route is not null and %1$s
                          group by 1
                        ), waiting as (
                          select %4$s as destination, count(*) as open, (min(array[d.id]))[1] as oldest
                          from deliveries d join callbacks c on c.id = d.callback_id
                          where d.due_at is not null and c.route is not null and %1$s
                          group by 1
                        )
                        select destination, coalesce(m.delivered, 0) as delivered, coalesce(f.failed, 0) as failed,
                          coalesce(w.open, 0) as open, w.oldest, answer.*
                        from answered m full join failed f using (destination) full join waiting w using (destination)
                        left join lateral (
                          select %2$s from deliveries d join attempts a on a.delivery_id = d.id
                          where d.id = m.last and a.delivery_id = m.last
                          order by a.number desc limit 1
                        ) answer on true
                        order by destination
                        """.formatted(
                                tenants.condition(), ANSWER, DESTINATION.formatted("c"), DESTINATION.formatted("d")))
                .bindValues(tenants.values())
                .bind("hour", hour)
                .bind("begin", CallbackId.floor(hour))
                .map(Traffic::ofDestination)
                .all()
                .collectList();
    }

    private static OfDestination ofDestination(Readable row) {
        return new OfDestination(
                CallbackRow.required(row, "destination", String.class),
                CallbackRow.required(row, "delivered", Long.class),
                CallbackRow.required(row, "failed", Long.class),
                CallbackRow.required(row, "open", Long.class),
                Optional.ofNullable(row.get("oldest", UUID.class))
                        .map(CallbackId::time)
                        .orElse(null),
                row.get("callback_id", UUID.class) == null ? null : answer(row));
    }

    /**
     * What a destination answered the last deliveries, the last attempt first.
     *
     * @param destination namespace/name
     */
    public Mono<List<Answer>> answers(Tenants tenants, String destination, Instant since, int limit) {
        var name = destination.substring(destination.indexOf('/') + 1);
        return database.sql("""
                        with last as (
                          select d.* from deliveries d join callbacks c on c.id = d.callback_id
                          where d.destination in (:name, :destination) and d.attempts > 0 and d.id >= :since and c.id >= :since
                            and %s = :destination and %s
                          order by d.id desc limit %d
                        )
                        select %s from last d join attempts a on a.delivery_id = d.id
                        where a.delivery_id >= :since
                        order by a.at desc limit %d
                        """.formatted(DESTINATION.formatted("d"), tenants.condition(), limit, ANSWER, limit))
                .bindValues(tenants.values())
                .bind("name", name)
                .bind("destination", destination)
                .bind("since", CallbackId.floor(since))
                .map(Traffic::answer)
                .all()
                .collectList();
    }

    private static Answer answer(Readable row) {
        return new Answer(
                CallbackRow.required(row, "callback_id", UUID.class),
                CallbackRow.required(row, "rule", String.class),
                CallbackRow.required(row, "action", String.class),
                CallbackRow.required(row, "number", Integer.class),
                CallbackRow.required(row, "at", Instant.class),
                row.get("status", Integer.class),
                row.get("error", String.class),
                row.get("total_millis", Long.class));
    }
}

package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.journal.Callbacks.Caller;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Who calls, counted. */
final class CallersQuery {

    /** What was counted from an hour on, and what no decision has counted; of {@code :hour} and {@code :begin}. */
    static final String SEEN = """
            select host, route, sender, caller, callbacks, coalesce(acted, callbacks) as acted, first, last
            from calls_by_hour where hour >= :hour
            union all
            select host, route, sender, caller, callbacks, coalesce(acted, callbacks), first, last
            from calls where hour >= :hour
            union all
            select host, route, sender, caller, 1, 0, id, id from callbacks
            where (state = 'suspended' or (state = 'rejected' and decision is null)) and replay is null and id >= :begin
            """;

    private CallersQuery() {}

    /** By whole hours. Replays do not count: nobody called. Postgres knows the greatest of arrays, but not that of UUIDs. */
    static Mono<List<Caller>> on(DatabaseClient database, Tenants tenants, @Nullable String host, Instant since) {
        var hour = since.truncatedTo(ChronoUnit.HOURS);
        var spec = database.sql("""
                        with seen as (
                          %3$s
                        ), told as (
                          select c.host, c.sender, c.caller, c.callbacks, 0 as failures, array[c.first] as first,
                            array[c.last] as last, null as failing
                          from seen c where %1$s
                          union all
                          select c.host, c.sender, c.caller, 0, count(*) filter (where c.exhausted), null, null,
                            max(array[c.delivery])
                          from failing c where c.delivery >= :begin and %1$s
                          group by 1, 2, 3
                        ), callers as (
                          select host, case when caller is null then sender end as name, caller,
                            sum(callbacks)::bigint as callbacks, sum(failures)::bigint as failures,
                            (min(first))[1] as first, (max(last))[1] as last, (max(failing))[1] as failing
                          from told %2$s
                          group by 1, 2, 3
                          having (max(last))[1] >= :since
                        )
                        select callers.*, e.error, array(
                          select distinct d.destination from deliveries d
                          where d.id between id_floor(callers.last) and id_ceiling(callers.last) and d.callback_id = callers.last
                          order by 1
                        ) as destinations
                        from callers
                        left join lateral (
                          select coalesce(a.error, 'status ' || a.status) as error from attempts a
                          where a.delivery_id = callers.failing order by a.number desc limit 1
                        ) e on true
                        order by callers.last desc
                        """.formatted(tenants.condition(), host == null ? "" : "where host = :host", SEEN))
                .bindValues(tenants.values())
                .bind("hour", hour)
                .bind("begin", CallbackId.floor(hour))
                .bind("since", CallbackId.floor(since));
        return (host == null ? spec : spec.bind("host", host))
                .map(CallersQuery::caller)
                .all()
                .collectList();
    }

    private static Caller caller(Readable row) {
        return new Caller(
                row.get("name", String.class),
                row.get("caller", String.class),
                CallbackRow.required(row, "host", String.class),
                CallbackRow.required(row, "callbacks", Long.class),
                CallbackRow.required(row, "failures", Long.class),
                CallbackId.time(CallbackRow.required(row, "first", UUID.class)),
                CallbackId.time(CallbackRow.required(row, "last", UUID.class)),
                row.get("error", String.class),
                CallbackRow.required(row, "last", UUID.class),
                List.of(CallbackRow.required(row, "destinations", String[].class)));
    }
}

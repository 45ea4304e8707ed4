package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.journal.Callbacks.Caller;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Who calls, counted. */
final class CallersQuery {

    private CallersQuery() {}

    /** Replays do not count: nobody called. */
    static Mono<List<Caller>> on(DatabaseClient database, Tenants tenants, @Nullable String host, Instant since) {
        var spec = database.sql("""
                        with seen as (
                          select c.id, c.host, case when c.caller is null then c.sender end as name, c.caller
                          from callbacks c
                          where c.id >= :since and c.state <> 'received' and c.replay is null and %s %s
                        ), failing as (
                          select d.callback_id, count(*) filter (where d.state = 'exhausted') as exhausted, max(d.id::text) as last
                          from deliveries d
                          where d.state in ('exhausted', 'retrying') and d.id >= :since
                          group by d.callback_id
                        ), callers as (
                          select s.name, s.caller, s.host, count(*) as callbacks, coalesce(sum(f.exhausted), 0)::bigint as failures,
                            min(s.id::text)::uuid as first, max(s.id::text)::uuid as last, max(f.last)::uuid as failing
                          from seen s left join failing f on f.callback_id = s.id
                          group by s.name, s.caller, s.host
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
                        """.formatted(tenants.condition(), host == null ? "" : "and c.host = :host"))
                .bindValues(tenants.values())
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

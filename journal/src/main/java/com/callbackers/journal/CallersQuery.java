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

    private static final int MOST = 1_000;

    /**
     * Replays do not count: nobody called. Whole days are counted, those of the beginning and since. What the edge rejected
     * no worker has counted.
     */
    static Mono<List<Caller>> on(DatabaseClient database, Tenants tenants, @Nullable String host, Instant since) {
        var which = tenants.condition() + (host == null ? "" : " and c.host = :host");
        var spec = database.sql("""
                        with counted as (
                          select c.host, c.name, c.caller, c.callbacks, c.first, c.last
                          from (
                            select s.on_day, s.host, nullif(s.route, '') as route, nullif(s.name, '') as name,
                              nullif(s.fingerprint, '') as caller, s.callbacks, s.first, s.last
                            from senders s
                          ) c
                          where c.on_day >= id_day(:since) and c.last >= :since and %1$s
                          union all
                          select c.host, null, c.caller, 1, c.id, c.id
                          from callbacks c
                          where c.state = 'rejected' and c.route is null and c.id >= :since and %1$s
                        ), seen as (
                          select host, name, caller, sum(callbacks)::bigint as callbacks,
                            min(first::text)::uuid as first, max(last::text)::uuid as last
                          from counted
                          group by host, name, caller
                          order by last desc limit %2$d
                        ), failing as (
                          select c.host, case when c.caller is null then c.sender end as name, c.caller,
                            count(*) filter (where d.state = 'exhausted') as exhausted, max(d.id::text)::uuid as last
                          from deliveries d join callbacks c on c.id = d.callback_id
                          where d.state in ('exhausted', 'retrying') and d.id >= :since and c.id >= :since and c.replay is null and %1$s
                          group by 1, 2, 3
                        )
                        select s.*, coalesce(f.exhausted, 0) as failures, e.error, array(
                          select distinct d.destination from deliveries d
                          where d.id between id_floor(s.last) and id_ceiling(s.last) and d.callback_id = s.last
                          order by 1
                        ) as destinations
                        from seen s
                        left join failing f on f.host = s.host and f.name is not distinct from s.name
                          and f.caller is not distinct from s.caller
                        left join lateral (
                          select coalesce(a.error, 'status ' || a.status) as error from attempts a
                          where a.delivery_id = f.last order by a.number desc limit 1
                        ) e on true
                        order by s.last desc
                        """.formatted(which, MOST))
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

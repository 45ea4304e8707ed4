package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.delivery.Rendered;
import com.callbackers.journal.Callbacks.Entry;
import com.callbackers.journal.Past.Made;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** The last callbacks of some hosts, one after another: whole ones are large. Replays are none: nobody sent them. */
final class PastQuery {

    private record Row(Callback callback, Entry entry, Optional<Made> made) {}

    private PastQuery() {}

    static Flux<Past> on(
            DatabaseClient database, Tenants tenants, Set<String> hosts, Instant since, Instant until, int limit) {
        return database.sql(
                        """
                        with page as (
                          select c.* from callbacks c
                          where %s and c.host = any(:among) and c.replay is null and c.id >= :since and c.id < :until
                          order by c.id desc limit %d
                        )
                        select %s, %s, d.*, a.url
                        from page c
                        left join lateral (
                          select %s, d.headers as made_headers, d.body as made_body from deliveries d
                          where d.id between id_floor(c.id) and id_ceiling(c.id) and d.callback_id = c.id
                        ) d on true
                        left join attempts a on a.delivery_id between id_floor(c.id) and id_ceiling(c.id)
                          and a.delivery_id = d.delivery_id and a.number = 1
                        order by c.id desc, d.position
                        """.formatted(tenants.condition(), limit, CallbackRow.WHOLE, EntryRow.ENTRY, EntryRow.DELIVERY))
                .bindValues(tenants.values())
                .bind("among", hosts.toArray(String[]::new))
                .bind("since", CallbackId.floor(since))
                .bind("until", CallbackId.floor(until))
                .map(PastQuery::row)
                .all()
                .bufferUntilChanged(row -> row.callback().id())
                .map(PastQuery::past);
    }

    private static Row row(Readable row) {
        return new Row(
                CallbackRow.whole(row),
                EntryRow.entry(row),
                row.get("delivery_id", UUID.class) == null ? Optional.empty() : Optional.of(made(row)));
    }

    private static Made made(Readable row) {
        var delivery = EntryRow.delivery(row);
        return new Made(
                delivery.rule(),
                delivery.action(),
                delivery.type(),
                delivery.destination(),
                delivery.state(),
                new Rendered(
                        text(row.get("made_body", byte[].class)),
                        HeaderBytes.headers(row.get("made_headers", byte[].class))),
                row.get("url", String.class));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Past past(List<Row> rows) {
        var first = rows.getFirst();
        return new Past(
                first.callback(),
                first.entry(),
                rows.stream().flatMap(row -> row.made().stream()).toList());
    }
}

package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.journal.Callbacks.Filter;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Callbacks counted by the time in their ids. */
final class VolumeQuery {

    private static final int PARTS = 60;

    private VolumeQuery() {}

    static Mono<List<Volume>> on(DatabaseClient database, Filter filter, Instant since, Instant until) {
        var part = Duration.between(since, until).dividedBy(PARTS).plusMillis(1);
        var query = ListQuery.of(filter.within(since, until), null);
        return database.sql("""
                        with failing as (
                          select width_bucket(c.id, :floors) as number, count(*) as failures
                          from callbacks c
                          where %1$s and c.state = 'routed' and c.id in (
                            select callback_id from deliveries where state = 'exhausted' and id >= :begin
                          )
                          group by 1
                        )
                        select p.number::integer, v.callbacks, coalesce(f.failures, 0) as failures
                        from unnest(:floors) with ordinality as p(floor, number)
                        cross join lateral (
                          select count(*) as callbacks from callbacks c
                          where %1$s and c.id >= p.floor and c.id < (:floors)[p.number + 1]
                        ) v
                        left join failing f using (number)
                        where v.callbacks > 0
                        """.formatted(query.conditions()))
                .bindValues(query.values())
                .bind("begin", CallbackId.floor(since))
                .bind(
                        "floors",
                        IntStream.rangeClosed(0, PARTS)
                                .mapToObj(number -> CallbackId.floor(since.plus(part.multipliedBy(number))))
                                .toArray(UUID[]::new))
                .map(row -> volume(row, since, part))
                .all()
                .collectMap(Volume::from)
                .map(found -> whole(found, since, part));
    }

    private static Volume volume(Readable row, Instant since, Duration part) {
        var number = CallbackRow.required(row, "number", Integer.class);
        return new Volume(
                since.plus(part.multipliedBy(number - 1)),
                CallbackRow.required(row, "callbacks", Long.class),
                CallbackRow.required(row, "failures", Long.class));
    }

    /** With the parts in which nothing came. */
    private static List<Volume> whole(Map<Instant, Volume> found, Instant since, Duration part) {
        return IntStream.range(0, PARTS)
                .mapToObj(number -> since.plus(part.multipliedBy(number)))
                .map(from -> found.getOrDefault(from, new Volume(from, 0, 0)))
                .toList();
    }
}

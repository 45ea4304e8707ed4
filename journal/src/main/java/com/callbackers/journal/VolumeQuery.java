package com.callbackers.journal;

import com.callbackers.journal.Callbacks.Filter;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
                        select (id_millis(c.id) - :begin) / :part as part, count(*) as callbacks,
                          count(*) filter (where c.state = 'routed' and exists (
                            select 1 from deliveries d
                            where d.state = 'exhausted'
                              and d.id between id_floor(c.id) and id_ceiling(c.id) and d.callback_id = c.id
                          )) as failures
                        from callbacks c where %s
                        group by 1
                        """.formatted(query.conditions()))
                .bindValues(query.values())
                .bind("begin", since.toEpochMilli())
                .bind("part", part.toMillis())
                .map(row -> volume(row, since, part))
                .all()
                .collectMap(Volume::from)
                .map(found -> whole(found, since, part));
    }

    private static Volume volume(Readable row, Instant since, Duration part) {
        var number = CallbackRow.required(row, "part", Long.class);
        return new Volume(
                since.plus(part.multipliedBy(number)),
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

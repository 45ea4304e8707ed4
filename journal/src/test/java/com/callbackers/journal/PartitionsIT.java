package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.journal.Decisions.Decided;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

class PartitionsIT {

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays replays = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final Partitions partitions = new Partitions(database.connectionFactory(), clock);
    private final LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesDaysAndMovesThereWhatArrivedBefore() {
        // given
        var callback = attempted(CallbackId.next());
        assertThat(count("callbacks_default")).isEqualTo(1);

        // when
        Soon.done(Flux.range(0, 3).flatMap(i -> partitions.ensure(2)).then());

        // then
        assertThat(days("callbacks")).containsExactly(name(-1), name(0), name(1), name(2));
        assertThat(days("deliveries")).hasSize(4);
        assertThat(days("attempts")).hasSize(4);
        for (var table : List.of("callbacks", "deliveries", "attempts")) {
            assertThat(count(table + "_default")).isZero();
            assertThat(count(table + name(0))).isEqualTo(1);
        }
        assertThat(Soon.get(callbacks.find(callback.id())).orElseThrow().attempts())
                .hasSize(1);
        assertThat(storageOfBody(name(0))).isEqualTo("e");
    }

    @Test
    void putsEachArrivalIntoItsDay() {
        // given
        Soon.done(partitions.ensure(1));
        var midnight = today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);

        // when
        attempted(first(midnight.toEpochMilli()));
        attempted(first(midnight.toEpochMilli() - 1));

        // then
        assertThat(count("callbacks" + name(0))).isEqualTo(1);
        assertThat(count("callbacks" + name(1))).isEqualTo(1);
        assertThat(count("attempts" + name(1))).isEqualTo(1);
    }

    @Test
    void dropsWholeDays() {
        // given
        var stray = attempted(first(clock.millis() - Duration.ofDays(9).toMillis()));
        clock.advance(Duration.ofDays(-5));
        Soon.done(partitions.ensure(4));
        clock.advance(Duration.ofDays(5));
        var old = attempted(first(clock.millis() - Duration.ofDays(5).toMillis()));
        var kept = attempted(CallbackId.next());

        Soon.done(client().sql("update deliveries set state = 'exhausted'").then());
        assertThat(count("failing")).isEqualTo(3);
        Soon.done(client().sql("""
                        with kept as (
                          insert into answered (hour, route, destination, delivered, last)
                          select id_hour(id), 'mingkyme/card', destination, 1, id from deliveries
                          returning *
                        )
                        insert into answered_by_hour (hour, key, route, destination, delivered, last)
                        select hour, uuid_send(last), route, destination, delivered, last from kept
                        """).then());

        // when
        var dropped = Soon.get(partitions.dropBefore(today.minusDays(3)));

        // then
        assertThat(dropped).isEqualTo(3);
        assertThat(days("attempts")).containsExactly(name(-3), name(-2), name(-1));
        assertThat(Soon.get(callbacks.find(stray.id()))).isEmpty();
        assertThat(Soon.get(callbacks.find(old.id()))).isEmpty();
        assertThat(Soon.get(callbacks.find(kept.id()))).isPresent();
        assertThat(count("calls")).isEqualTo(1);
        assertThat(count("answered")).isEqualTo(1);
        assertThat(count("answered_by_hour")).isEqualTo(1);
        assertThat(count("failing")).isEqualTo(1);
        assertThat(Soon.get(callbacks.callers(Tenants.ALL, null, clock.instant().minus(Duration.ofDays(20)))))
                .singleElement()
                .satisfies(caller -> assertThat(caller.callbacks()).isEqualTo(1));
    }

    private static UUID first(long millis) {
        return new UUID((millis << 16) | 0x7000, 0x8000_0000_0000_0000L);
    }

    private Callback attempted(UUID id) {
        var callback = Samples.callback(id, "x");
        Soon.done(replays.add(callback));
        var ids = Soon.get(decisions
                .record(List.of(new Decided(callback, Samples.routed(Samples.planned("team")))), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));
        Soon.done(deliveries.claim(ids, Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(1));
        Soon.done(deliveries.claim(ids, Duration.ofMinutes(1)));
        return callback;
    }

    private String name(int days) {
        return "_" + today.plusDays(days).toString().replace("-", "");
    }

    private List<String> days(String table) {
        return Soon.get(
                client().sql("""
                        select right(inhrelid::regclass::text, 9) from pg_inherits
                        where inhparent = '%s'::regclass and inhrelid::regclass::text not like '%%default' order by 1
                        """.formatted(table)).mapValue(String.class).all().collectList());
    }

    private String storageOfBody(String day) {
        return Soon.get(client().sql(
                        "select attstorage::text from pg_attribute where attrelid = 'callbacks%s'::regclass and attname = 'body'"
                                .formatted(day))
                .mapValue(String.class)
                .one());
    }

    private long count(String table) {
        return Soon.get(client().sql("select count(*) from " + table)
                .mapValue(Long.class)
                .one());
    }

    private DatabaseClient client() {
        return DatabaseClient.create(database.connectionFactory());
    }
}

package com.callbackers.journal;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A partition a day (UTC) for callbacks, deliveries and attempts. Gives up after seconds where others hold a table. */
public final class Partitions {

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Clock clock;

    public Partitions(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        this.clock = clock;
    }

    /** Makes those that are missing, from yesterday on. */
    public Mono<Void> ensure(int daysAhead) {
        return Flux.defer(() -> Flux.range(-1, daysAhead + 2)
                        .map(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)::plusDays))
                .concatMap(day -> alone("select make_day(:day)", day))
                .then();
    }

    /** Drops whole days before a date, and what was counted in them; how many there were. */
    public Mono<Integer> dropBefore(LocalDate day) {
        return alone("select drop_before(:day)", day);
    }

    /** Of all processes one at a time. */
    private Mono<Integer> alone(String sql, LocalDate day) {
        return database.sql("select pg_advisory_xact_lock(hashtextextended('callbackers partitions', 0))")
                .then()
                .then(database.sql(sql).bind("day", day).mapValue(Integer.class).one())
                .as(transaction::transactional);
    }
}

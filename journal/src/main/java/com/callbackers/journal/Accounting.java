package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Counts what should have been done by now and is not. */
public final class Accounting {

    /** How many there are of each kind. */
    public record Overdue(long callbacks, long deliveries) {}

    private final DatabaseClient database;
    private final Clock clock;

    public Accounting(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /**
     * Callbacks that have waited for a decision, and deliveries whose next attempt has been due, for longer than this.
     * What waits on purpose does not count: suspended routes, retries to come, those behind another in their order.
     */
    public Mono<Overdue> overdue(Duration by) {
        return Mono.defer(() -> {
            var now = clock.instant();
            return database.sql("""
                            select
                              (select count(*) from callbacks
                               where due_at is not null and state = 'received' and id < :before) as callbacks,
                              (select count(*) from deliveries d
                               where d.due_at is not null and d.next_attempt_at < :then
                                 and not (d.ordering is not null and %s)) as deliveries
                            """.formatted(Claiming.BEHIND))
                    .bind("before", CallbackId.floor(now.minus(by)))
                    .bind("then", now.minus(by))
                    .bind("now", now)
                    .map(row -> new Overdue(
                            CallbackRow.required(row, "callbacks", Long.class),
                            CallbackRow.required(row, "deliveries", Long.class)))
                    .one();
        });
    }
}

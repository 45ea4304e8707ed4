package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Counts what should have been done by now and is not. */
public final class Accounting {

    /** Why something is in no final state although its time is over. */
    public enum Cause {
        /** No worker decided it. */
        UNDECIDED("callbacks", "undecided"),
        /** Nothing will ever look for it again. */
        CALLBACK_FORGOTTEN("callbacks", "forgotten"),
        /** No worker made the attempt that was due. */
        UNATTEMPTED("deliveries", "unattempted"),
        /** A worker made an attempt, and nobody heard what came of it. */
        UNRECORDED("deliveries", "unrecorded"),
        /** Nothing will ever look for it again. */
        DELIVERY_FORGOTTEN("deliveries", "forgotten");

        private final String what;
        private final String label;

        Cause(String what, String label) {
            this.what = what;
            this.label = label;
        }

        /** Callbacks or deliveries. */
        public String what() {
            return what;
        }

        public String label() {
            return label;
        }
    }

    private final DatabaseClient database;
    private final Clock clock;

    public Accounting(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /**
     * What has stood for longer than this, by cause; none is zero. What waits on purpose does not count: suspended
     * routes, retries to come, those behind another in their order.
     */
    public Mono<Map<Cause, Long>> unaccounted(Duration by) {
        return Mono.defer(() -> {
            var now = clock.instant();
            return database.sql("""
                            select 'UNDECIDED' as cause, count(*) as count from callbacks
                            where due_at is not null and state = 'received' and id < :before
                            union all
                            select 'CALLBACK_FORGOTTEN', count(*) from callbacks
                            where state = 'received' and due_at is null
                            union all
                            select 'UNATTEMPTED', count(*) from deliveries d
                            where d.due_at is not null and d.lease is null and d.next_attempt_at < :then
                              and not (d.ordering is not null and %s)
                            union all
                            select 'UNRECORDED', count(*) from deliveries
                            where due_at < :then and lease is not null
                            union all
                            select 'DELIVERY_FORGOTTEN', count(*) from deliveries
                            where state in ('pending', 'retrying', 'waiting') and due_at is null
                            """.formatted(Claiming.BEHIND))
                    .bind("before", CallbackId.floor(now.minus(by)))
                    .bind("then", now.minus(by))
                    .bind("now", now)
                    .map(row -> Map.entry(
                            Cause.valueOf(CallbackRow.required(row, "cause", String.class)),
                            CallbackRow.required(row, "count", Long.class)))
                    .all()
                    .collect(
                            () -> new EnumMap<Cause, Long>(Cause.class),
                            (all, one) -> all.put(one.getKey(), one.getValue()))
                    .map(all -> (Map<Cause, Long>) all);
        });
    }
}

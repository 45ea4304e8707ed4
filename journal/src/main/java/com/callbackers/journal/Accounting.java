package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * Finds what should have been done by now and is not. What waits on purpose does not count: suspended routes, retries to
 * come, those behind another in their order.
 */
public final class Accounting {

    /** Longer than anything takes that goes its way. */
    public static final Duration OVERDUE = Duration.ofMinutes(2);

    /** Why something is in no final state although its time is over. */
    public enum Cause {
        /** No worker decided it. */
        UNDECIDED("callbacks", "undecided", "c.due_at is not null and c.state = 'received' and c.id < :before"),
        /** Nothing will ever look for it again. */
        CALLBACK_FORGOTTEN("callbacks", "forgotten", "c.state = 'received' and c.due_at is null"),
        /** No worker made the attempt that was due. */
        UNATTEMPTED(
                "deliveries",
                "unattempted",
                "d.due_at is not null and d.lease is null and d.next_attempt_at < :then and not (d.ordering is not null and "
                        + Claiming.BEHIND + ")"),
        /** A worker made an attempt, and nobody heard what came of it. */
        UNRECORDED("deliveries", "unrecorded", "d.due_at < :then and d.lease is not null"),
        /** Nothing will ever look for it again. */
        DELIVERY_FORGOTTEN(
                "deliveries", "forgotten", "d.state in ('pending', 'retrying', 'waiting') and d.due_at is null");

        private final String what;
        private final String label;
        private final String condition;

        Cause(String what, String label, String condition) {
            this.what = what;
            this.label = label;
            this.condition = condition;
        }

        /** Callbacks or deliveries. */
        public String what() {
            return what;
        }

        public String label() {
            return label;
        }

        private boolean isOfDeliveries() {
            return what.equals("deliveries");
        }

        private String count() {
            return "select '%s' as cause, count(*) as count from %s where %s"
                    .formatted(name(), isOfDeliveries() ? "deliveries d" : "callbacks c", condition);
        }

        /** The oldest. */
        private String list(Tenants tenants, int limit) {
            return "(select '%s' as cause, c.id, %s as delivery, c.host from %s where %s and %s order by c.id limit %d)"
                    .formatted(
                            name(),
                            isOfDeliveries() ? "d.id" : "null::uuid",
                            isOfDeliveries() ? "deliveries d join callbacks c on c.id = d.callback_id" : "callbacks c",
                            condition,
                            tenants.condition(),
                            limit);
        }
    }

    /** @param delivery null: the callback itself */
    public record Unaccounted(
            Cause cause, UUID callback, @Nullable UUID delivery, String host) {}

    private final DatabaseClient database;
    private final Clock clock;

    public Accounting(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /** How much has stood for longer than this, by cause; none is zero. */
    public Mono<Map<Cause, Long>> unaccounted(Duration by) {
        return Mono.defer(() -> ofEach(Cause::count, by)
                .map(row -> Map.entry(
                        Cause.valueOf(CallbackRow.required(row, "cause", String.class)),
                        CallbackRow.required(row, "count", Long.class)))
                .all()
                .collect(
                        () -> new EnumMap<Cause, Long>(Cause.class),
                        (all, one) -> all.put(one.getKey(), one.getValue()))
                .map(all -> (Map<Cause, Long>) all));
    }

    /** What has stood for longer than this, of each cause the oldest. */
    public Mono<List<Unaccounted>> unaccounted(Tenants tenants, Duration by, int limit) {
        return Mono.defer(() -> ofEach(cause -> cause.list(tenants, limit), by)
                .bindValues(tenants.values())
                .map(row -> new Unaccounted(
                        Cause.valueOf(CallbackRow.required(row, "cause", String.class)),
                        CallbackRow.required(row, "id", UUID.class),
                        row.get("delivery", UUID.class),
                        CallbackRow.required(row, "host", String.class)))
                .all()
                .collectList());
    }

    private GenericExecuteSpec ofEach(Function<Cause, String> query, Duration by) {
        var now = clock.instant();
        return database.sql(Arrays.stream(Cause.values()).map(query).collect(Collectors.joining("\nunion all\n")))
                .bind("before", CallbackId.floor(now.minus(by)))
                .bind("then", now.minus(by))
                .bind("now", now);
    }
}

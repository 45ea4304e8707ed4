package com.callbackers.journal;

import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Makes many deliveries again, or lets many callbacks arrive once more: planned here, done at a pace by the workers. */
public final class Batches {

    /** @param query by which it was chosen, for people */
    public record Plan(
            String query,
            int limit,
            int perSecond,
            @Nullable String madeBy) {}

    /** @param lastAt when the last of them is due; null when there are none */
    public record Planned(UUID batch, long count, @Nullable Instant lastAt) {}

    public enum Kind {
        RETRY("retry"),
        REPLAY("replay");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Kind of(String label) {
            return RETRY.label.equals(label) ? RETRY : REPLAY;
        }
    }

    /**
     * How far one is.
     *
     * @param done of the total; what was delivered meanwhile, or is not kept any more, counts as well
     * @param stoppedAt null: it was not
     */
    public record Batch(
            UUID id,
            Kind kind,
            String query,
            long total,
            long done,
            int perSecond,
            @Nullable String madeBy,
            Instant madeAt,
            @Nullable Instant stoppedAt) {

        public boolean isRunning() {
            return stoppedAt == null && done < total;
        }
    }

    private static final Duration KEPT = Duration.ofDays(30);

    private static final String STATUS = """
            select b.id, b.kind, b.query, b.total, b.per_second, b.made_by, b.made_at, b.stopped_at,
              (select count(*) from batch_items i where i.batch = b.id and i.due_at is null) as done
            from batches b
            """;

    private final DatabaseClient database;
    private final Clock clock;

    public Batches(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /** The oldest first. What is delivered or cancelled before its turn comes stays as it is. */
    public Mono<Planned> retry(Undelivered.Filter filter, Plan plan) {
        var query = UndeliveredQuery.of(filter);
        return plan(Kind.RETRY, """
                        select d.id as at, d.id as item, d.state::text as state, null::text as action
                        from deliveries d join callbacks c on c.id = d.callback_id
                        where %s order by d.id limit %d
                        """.formatted(query.conditions(), plan.limit()), query.values(), null, plan);
    }

    /** For each that was not delivered its callback, for that action alone, by the rules of now. */
    public Mono<Planned> replay(Undelivered.Filter filter, Plan plan) {
        var query = UndeliveredQuery.of(filter);
        return plan(
                Kind.REPLAY,
                """
                        select d.id as at, c.id as item, null::text as state, d.rule || '/' || d.action as action
                        from deliveries d join callbacks c on c.id = d.callback_id
                        where d.ad_hoc is null and %s and %s order by d.id limit %d
                        """.formatted(query.conditions(), heldNow(filter.tenants(), Rules.NOW), plan.limit()),
                query.values(),
                new Replay(null, Rules.NOW, List.of(), List.of(), null),
                plan);
    }

    /** The oldest first; those that repeat another one are left out. */
    public Mono<Planned> replay(Callbacks.Filter filter, Replay how, Plan plan) {
        var query = ListQuery.of(filter, null);
        return plan(
                Kind.REPLAY,
                """
                        select c.id as at, c.id as item, null::text as state, null::text as action
                        from callbacks c
                        where c.replay is null and %s and %s order by c.id limit %d
                        """.formatted(query.conditions(), heldNow(filter.tenants(), how.rules()), plan.limit()),
                query.values(),
                how,
                plan);
    }

    /** Whoever decides by the rules of now decides by those of who holds the host now. */
    private static String heldNow(Tenants tenants, Rules rules) {
        return tenants instanceof Tenants.Some && rules == Rules.NOW ? "c.host = any(:hosts)" : "true";
    }

    private Mono<Planned> plan(Kind kind, String found, Map<String, Object> given, @Nullable Replay how, Plan plan) {
        return Mono.defer(() -> {
            var id = CallbackId.next();
            // as it is stored
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var values = new HashMap<>(given);
            values.put("batch", id);
            values.put("kind", kind.label());
            values.put("query", plan.query());
            values.put("perSecond", plan.perSecond());
            values.put("now", now);
            values.put("kept", now.minus(KEPT));
            return database.sql("""
                            with found as (%s), over as (
                              delete from batches where made_at < :kept
                            ), batch as (
                              insert into batches (id, kind, query, replay, total, per_second, made_by, made_at)
                              select :batch, :kind, :query, :how::json, count(*), :perSecond, :madeBy, :now
                              from found having count(*) > 0
                            )
                            insert into batch_items (batch, number, item, state, action, due_at)
                            select :batch, row_number() over (order by at), item, state, action,
                              :now + make_interval(secs => (row_number() over (order by at) - 1) / :perSecond::double precision)
                            from found
                            """.formatted(found))
                    .bindValues(values)
                    .bind("how", text(ReplayJson.of(how)))
                    .bind("madeBy", text(plan.madeBy()))
                    .fetch()
                    .rowsUpdated()
                    .map(count -> new Planned(id, count, last(now, count, plan.perSecond())));
        });
    }

    private static @Nullable Instant last(Instant first, long count, int perSecond) {
        return count == 0
                ? null
                : first.plus(Duration.ofSeconds(1).multipliedBy(count - 1).dividedBy(perSecond));
    }

    private static Object text(@Nullable String text) {
        return Parameters.in(R2dbcType.VARCHAR, text);
    }

    /**
     * The last made first.
     *
     * @param madeBy null: by anybody
     */
    public Mono<List<Batch>> list(@Nullable String madeBy, Instant since) {
        return database.sql(STATUS + """
                        where b.made_at >= :since and (:madeBy::text is null or b.made_by = :madeBy)
                        order by b.made_at desc, b.id desc
                        """)
                .bind("since", since)
                .bind("madeBy", text(madeBy))
                .map(Batches::batch)
                .all()
                .collectList();
    }

    public Mono<Optional<Batch>> find(UUID id, @Nullable String madeBy) {
        return database.sql(STATUS + "where b.id = :id and (:madeBy::text is null or b.made_by = :madeBy)")
                .bind("id", id)
                .bind("madeBy", text(madeBy))
                .map(Batches::batch)
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    /** What is not done yet stays undone. Empty when there is none; one that has ended stays as it is. */
    public Mono<Optional<Batch>> stop(UUID id, @Nullable String madeBy) {
        return Mono.defer(() -> database.sql("""
                        with stopped as (
                          update batches b set stopped_at = :now
                          where b.id = :id and (:madeBy::text is null or b.made_by = :madeBy) and b.stopped_at is null
                            and exists (select from batch_items i where i.batch = b.id and i.due_at is not null)
                          returning b.id
                        )
                        delete from batch_items i using stopped where i.batch = stopped.id and i.due_at is not null
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .bind("madeBy", text(madeBy))
                .then()
                .then(Mono.defer(() -> find(id, madeBy))));
    }

    private static Batch batch(Readable row) {
        return new Batch(
                CallbackRow.required(row, "id", UUID.class),
                Kind.of(CallbackRow.required(row, "kind", String.class)),
                CallbackRow.required(row, "query", String.class),
                CallbackRow.required(row, "total", Long.class),
                CallbackRow.required(row, "done", Long.class),
                CallbackRow.required(row, "per_second", Integer.class),
                row.get("made_by", String.class),
                CallbackRow.required(row, "made_at", Instant.class),
                row.get("stopped_at", Instant.class));
    }
}

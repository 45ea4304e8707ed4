package com.callbackers.journal;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Links by which those without an account may look at some callbacks for a while. */
public final class Shares {

    /**
     * What a link shows.
     *
     * @param callbacks those that fitted when it was made; what became of them is told as it is
     * @param question what they fitted
     * @param madeBy null: nobody had to log in
     */
    public record Share(
            UUID id,
            List<UUID> callbacks,
            Question question,
            @Nullable String madeBy,
            Instant madeAt,
            Instant expiresAt) {

        public Share {
            callbacks = List.copyOf(callbacks);
        }
    }

    /**
     * What came where and when; a tenant or a host at least.
     *
     * @param since inclusive
     * @param until exclusive
     * @param q text within it
     */
    public record Question(
            @Nullable String tenant,
            @Nullable String host,
            Instant since,
            Instant until,
            @Nullable String q) {}

    /** Callbacks that one link shows. */
    public static final int MOST = 50;

    private final DatabaseClient database;
    private final Clock clock;

    public Shares(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /** Those whose time is over go as new ones come. */
    public Mono<Void> add(Share share, byte[] tokenHash) {
        var question = share.question();
        return database.sql("""
                        with over as (delete from shares where expires_at <= :madeAt)
                        insert into shares (id, token_hash, callbacks, tenant, host, since, until, q, made_by, made_at, expires_at)
                        values (:id, :tokenHash, :callbacks, :tenant, :host, :since, :until, :q, :madeBy, :madeAt, :expiresAt)
                        """)
                .bind("id", share.id())
                .bind("tokenHash", tokenHash)
                .bind("callbacks", share.callbacks().toArray(UUID[]::new))
                .bind("tenant", text(question.tenant()))
                .bind("host", text(question.host()))
                .bind("since", question.since())
                .bind("until", question.until())
                .bind("q", text(question.q()))
                .bind("madeBy", text(share.madeBy()))
                .bind("madeAt", share.madeAt())
                .bind("expiresAt", share.expiresAt())
                .then();
    }

    private static Object text(@Nullable String text) {
        return Parameters.in(R2dbcType.VARCHAR, text);
    }

    /** Empty when there is none, or its time is over. */
    public Mono<Optional<Share>> find(byte[] tokenHash) {
        return Mono.defer(() -> database.sql("select * from shares where token_hash = :tokenHash and expires_at > :now")
                .bind("tokenHash", tokenHash)
                .bind("now", clock.instant())
                .map(Shares::share)
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty()));
    }

    /**
     * Those whose time is not over, the last made first.
     *
     * @param madeBy null: by anybody
     */
    public Mono<List<Share>> list(@Nullable String madeBy) {
        return Mono.defer(() -> database.sql("""
                        select * from shares where expires_at > :now and (:madeBy::text is null or made_by = :madeBy)
                        order by made_at desc, id desc
                        """)
                .bind("now", clock.instant())
                .bind("madeBy", text(madeBy))
                .map(Shares::share)
                .all()
                .collectList());
    }

    /**
     * Ends a link.
     *
     * @param madeBy null: by anybody
     * @return false when there is none
     */
    public Mono<Boolean> revoke(UUID id, @Nullable String madeBy) {
        return database.sql("delete from shares where id = :id and (:madeBy::text is null or made_by = :madeBy)")
                .bind("id", id)
                .bind("madeBy", text(madeBy))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Share share(Readable row) {
        return new Share(
                CallbackRow.required(row, "id", UUID.class),
                List.of(CallbackRow.required(row, "callbacks", UUID[].class)),
                new Question(
                        row.get("tenant", String.class),
                        row.get("host", String.class),
                        CallbackRow.required(row, "since", Instant.class),
                        CallbackRow.required(row, "until", Instant.class),
                        row.get("q", String.class)),
                row.get("made_by", String.class),
                CallbackRow.required(row, "made_at", Instant.class),
                CallbackRow.required(row, "expires_at", Instant.class));
    }
}

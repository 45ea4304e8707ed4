package com.callbackers.journal;

import com.callbackers.callback.Durability;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One arrival by itself; one that is there already is left as it is. */
final class ArrivalInsert {

    private static final String SQL = """
            insert into callbacks (id, due_at, size, state, queued, method, host, path, query, remote_address, headers,
              body, caller, reason, replay)
            values ($1, $2, $3, $4::callback_state, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::json)
            on conflict (id) do nothing
            """;

    private ArrivalInsert() {}

    static Mono<Void> into(Connection connection, Arrival arrival, @Nullable Instant dueAt) {
        var callback = arrival.callback();
        var statement = connection
                .createStatement(SQL)
                .bind("$1", callback.id())
                .bind(
                        "$2",
                        Parameters.in(
                                R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                                dueAt == null ? null : dueAt.atOffset(ZoneOffset.UTC)))
                .bind(
                        "$3",
                        Parameters.in(
                                R2dbcType.BIGINT, callback.size() == callback.body().length ? null : callback.size()))
                .bind("$4", arrival.state().label())
                .bind("$5", callback.durability() == Durability.QUEUE)
                .bind("$6", Storable.text(callback.method()))
                .bind("$7", Storable.host(callback.host()))
                .bind("$8", Storable.text(callback.path()))
                .bind("$9", text(Storable.optional(callback.query())))
                .bind("$10", Storable.text(callback.remoteAddress()))
                .bind("$11", HeaderBytes.of(callback.headers()))
                .bind("$12", callback.body())
                .bind("$13", text(arrival.caller()))
                .bind("$14", text(Storable.optional(arrival.rejected())))
                .bind("$15", text(ReplayJson.of(callback.replay())));
        return Mono.from(statement.execute())
                .flatMap(result -> Mono.from(result.getRowsUpdated()))
                .then();
    }

    private static Object text(@Nullable String text) {
        return Parameters.in(R2dbcType.VARCHAR, text);
    }
}

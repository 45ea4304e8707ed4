package com.callbackers.journal;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Connections that are kept, and what Postgres' errors mean. */
final class Postgres {

    private Postgres() {}

    /** A connection of one's own, outside of any pool; one that comes too late is closed, not lost. */
    static Mono<PostgresqlConnection> connect(ConnectionFactory connections, Duration timeout) {
        return Mono.defer(() -> {
            var connecting = Mono.from(unpooled(connections).create()).toFuture();
            return Mono.fromFuture(connecting, true)
                    .cast(PostgresqlConnection.class)
                    .timeout(timeout)
                    .doOnError(TimeoutException.class, e -> abandon(connecting));
        });
    }

    private static void abandon(CompletableFuture<? extends Connection> connecting) {
        var unused = connecting.thenAccept(Postgres::close);
    }

    private static ConnectionFactory unpooled(ConnectionFactory connections) {
        return connections instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory inner
                ? unpooled(inner)
                : connections;
    }

    /** Without waiting: a peer that hangs does not answer to this either. */
    static void close(Connection connection) {
        Mono.from(connection.close()).subscribe(done -> {}, lost -> {});
    }

    /** Whether it is about the rows that were sent, not about the server or the way there. */
    static boolean refusesData(@Nullable Throwable error) {
        var state = sqlState(error);
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    static boolean isThere(@Nullable Throwable error) {
        return sqlState(error).equals("23505");
    }

    /** Spring wraps the driver's exceptions. */
    private static String sqlState(@Nullable Throwable error) {
        for (var e = error; e != null; e = e.getCause()) {
            if (e instanceof R2dbcException database && database.getSqlState() != null) {
                return database.getSqlState();
            }
        }
        return "";
    }
}

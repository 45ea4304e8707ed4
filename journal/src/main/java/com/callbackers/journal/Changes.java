package com.callbackers.journal;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/** Ids of callbacks that changed, told through Postgres' own channels to whoever listens. Best effort. */
final class Changes {

    /** A message holds less than 8,000 bytes, an id takes 22. */
    static final int MAX_IDS = 350;

    private static final String CHANNEL = "callbackers_changes";
    private static final int ID = 22;

    private final Flux<UUID> stream;
    private final Sinks.Many<Boolean> listening = Sinks.many().replay().latestOrDefault(false);

    Changes(ConnectionFactory connections) {
        stream = Flux.usingWhen(Postgres.connect(connections, Duration.ofSeconds(2)), this::listen, Connection::close)
                .doFinally(end -> listening.tryEmitNext(false))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5)))
                .repeat()
                .publish()
                .refCount();
    }

    Flux<UUID> stream() {
        return stream.onBackpressureBuffer(10_000, lost -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    /** Completes when the stream, which somebody follows, misses nothing any more. */
    Mono<Void> listening() {
        return listening.asFlux().filter(now -> now).next().then();
    }

    private Flux<UUID> listen(PostgresqlConnection connection) {
        return connection
                .createStatement("listen " + CHANNEL)
                .execute()
                .flatMap(result -> result.getRowsUpdated())
                .doOnComplete(() -> listening.tryEmitNext(true))
                .thenMany(connection.getNotifications())
                .flatMapIterable(notification -> ids(String.valueOf(notification.getParameter())));
    }

    /** Without waiting for the disk: a message is gone with the server that had it anyway. */
    static Mono<Void> tell(Connection connection, Collection<UUID> ids) {
        return Flux.fromIterable(ids)
                .distinct()
                .buffer(MAX_IDS)
                .concatMap(some -> connection
                        .createStatement("select set_config('synchronous_commit', 'off', true), pg_notify('%s', '%s')"
                                .formatted(CHANNEL, message(some)))
                        .execute())
                .concatMap(result -> result.map(row -> true))
                .then();
    }

    /** Never fails: who looks on must not disturb the work. */
    static Mono<Void> tell(DatabaseClient database, Collection<UUID> ids) {
        return database.inConnection(connection -> tell(connection, ids)).onErrorResume(e -> Mono.empty());
    }

    /** Letters, digits, hyphens and underscores: no need to bind it, and the driver loses what is bound when a connection dies. */
    private static String message(List<UUID> ids) {
        var text = new StringBuilder(ids.size() * ID);
        for (var id : ids) {
            var bytes = ByteBuffer.allocate(16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array();
            text.append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return text.toString();
    }

    private static List<UUID> ids(String message) {
        var ids = new ArrayList<UUID>();
        for (var at = 0; at + ID <= message.length(); at += ID) {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(message.substring(at, at + ID)));
            ids.add(new UUID(bytes.getLong(), bytes.getLong()));
        }
        return ids;
    }
}

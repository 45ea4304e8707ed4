package com.callbackers.journal;

import com.callbackers.journal.ArrivalQueue.Waiting;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells onlookers of arrivals, now and then only: under load it would cost a round trip a batch. */
final class ArrivalChanges {

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final ArrayDeque<UUID> untold = new ArrayDeque<>();
    private long last = System.nanoTime() - PAUSE;

    Optional<Mono<Void>> told(PostgresqlConnection connection, List<Waiting> batch) {
        batch.forEach(w -> untold.add(w.arrival().callback().id()));
        while (untold.size() > Changes.MAX_IDS) {
            untold.remove();
        }
        var now = System.nanoTime();
        if (now - last < PAUSE) {
            return Optional.empty();
        }
        last = now;
        var ids = List.copyOf(untold);
        untold.clear();
        return Optional.of(Changes.tell(connection, ids));
    }
}

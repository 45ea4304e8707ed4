package com.callbackers.journal;

import com.callbackers.callback.Callback;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Puts callbacks into the journal that nobody sent: those that repeat an earlier one. */
public final class Replays {

    private final DatabaseClient database;
    private final Clock clock;

    public Replays(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    /** Completes once it is durable and due; then announce its id. */
    public Mono<Void> add(Callback replay) {
        var arrival = new Arrival(replay, null);
        return database.inConnection(connection -> ArrivalInsert.into(connection, arrival, clock.instant()));
    }
}

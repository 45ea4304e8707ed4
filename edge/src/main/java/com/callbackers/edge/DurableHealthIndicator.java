package com.callbackers.edge;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Whether there is anything durable to write to. */
final class DurableHealthIndicator implements ReactiveHealthIndicator {

    /** A database that hangs shows nothing by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ConnectionFactory database;

    DurableHealthIndicator(ConnectionFactory database) {
        this.database = database;
    }

    @Override
    public Mono<Health> health() {
        return Mono.usingWhen(
                        database.create(),
                        connection -> Mono.from(connection.validate(ValidationDepth.REMOTE)),
                        Connection::close)
                .timeout(PATIENCE)
                .map(valid -> valid ? Health.up() : Health.down())
                .onErrorResume(error -> Mono.just(Health.down(error)))
                .map(Health.Builder::build);
    }
}

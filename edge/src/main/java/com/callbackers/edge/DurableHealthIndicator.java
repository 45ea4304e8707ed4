package com.callbackers.edge;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether there is anything durable to write to. */
final class DurableHealthIndicator implements ReactiveHealthIndicator {

    /** A database that hangs shows nothing by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ConnectionFactory database;
    private final @Nullable CachingConnectionFactory broker;

    /** @param broker null when its queue is not used */
    DurableHealthIndicator(ConnectionFactory database, @Nullable CachingConnectionFactory broker) {
        this.database = database;
        this.broker = broker;
    }

    @Override
    public Mono<Health> health() {
        return Mono.zip(journal(), queue(), DurableHealthIndicator::health);
    }

    private static Health health(boolean journal, boolean queue) {
        return (journal || queue ? Health.up() : Health.down())
                .withDetail("journal", journal ? "up" : "down")
                .withDetail("queue", queue ? "up" : "down")
                .build();
    }

    private Mono<Boolean> journal() {
        return Mono.usingWhen(
                        database.create(),
                        connection -> Mono.from(connection.validate(ValidationDepth.REMOTE)),
                        Connection::close)
                .timeout(PATIENCE)
                .onErrorReturn(false);
    }

    private Mono<Boolean> queue() {
        var connections = broker;
        return connections == null
                ? Mono.just(false)
                : Mono.fromCallable(() -> connections.createConnection().isOpen())
                        .subscribeOn(Schedulers.boundedElastic())
                        .timeout(PATIENCE)
                        .onErrorReturn(false);
    }
}

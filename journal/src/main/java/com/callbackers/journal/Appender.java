package com.callbackers.journal;

import com.callbackers.journal.ArrivalQueue.Waiting;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Writes arrivals down, those of concurrent requests together: one COPY, one commit. */
public final class Appender implements AutoCloseable {

    /**
     * @param pace how long after the beginning of one COPY the next begins at the earliest: what comes meanwhile shares it
     * @param maxBatch arrivals in one COPY
     * @param maxWaiting arrivals that may wait; more are refused at once
     * @param maxWaitingBytes the same in bytes
     * @param timeout for one COPY, and for the wait before it
     * @param patience how long arrivals wait for a lost database before they are refused, and later ones at once
     * @param dueAfter when the sweep looks for those whose announcement was lost
     */
    public record Settings(
            Duration pace,
            int maxBatch,
            int maxWaiting,
            long maxWaitingBytes,
            Duration timeout,
            Duration patience,
            Duration dueAfter) {

        public static final Settings DEFAULT = new Settings(
                Duration.ofMillis(2),
                256,
                10_000,
                64 << 20,
                Duration.ofSeconds(3),
                Duration.ofMillis(500),
                Duration.ofSeconds(10));
    }

    private static final Executor REACTORS = task -> Schedulers.parallel().schedule(task);

    private final ArrivalQueue queue;
    private final Thread writer;
    private final Duration closing;

    /**
     * @param connections to the journal; a pool is seen through, for the appender keeps a connection of its own
     * @param announce is given the ids of those that are to be decided; must not block
     */
    public Appender(ConnectionFactory connections, Consumer<List<UUID>> announce, Settings settings) {
        this.queue = new ArrivalQueue(settings.maxWaiting(), settings.maxWaitingBytes());
        this.closing = settings.timeout().multipliedBy(2);
        this.writer = Thread.ofPlatform()
                .name("journal-writer")
                .daemon()
                .start(new ArrivalWriter(connections, queue, announce, settings));
    }

    /** As below, told on one of Reactor's threads for short work. */
    public Mono<Void> append(Arrival arrival) {
        return append(arrival, REACTORS);
    }

    /**
     * Completes once the arrival is durable; then its id is announced beside. Fails with {@link NotDurableException}.
     *
     * @param teller where that is told, together to all of a batch that are told there; its threads are not the writer's,
     *     since what callers do then must not hold up the next batch
     */
    public Mono<Void> append(Arrival arrival, Executor teller) {
        return Mono.create(sink -> {
            var refused = queue.offer(Waiting.of(arrival, sink, teller));
            if (refused != null) {
                sink.error(refused);
            }
        });
    }

    /** How many arrivals wait for the COPY in hand to end. */
    public int waiting() {
        return queue.size();
    }

    /** Writes what is waiting, then lets go of the connection. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!writer.join(closing)) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}

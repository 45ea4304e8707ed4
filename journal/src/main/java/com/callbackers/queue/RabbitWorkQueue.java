package com.callbackers.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;

/** Hints over RabbitMQ. A broker that is away, or not there yet, is waited for; the queues are made on every new connection. */
public final class RabbitWorkQueue implements WorkQueue {

    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int HEARTBEAT_SECONDS = 5;
    private static final int CONNECT_MILLIS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(RabbitWorkQueue.class);

    private final CachingConnectionFactory connections;
    private final Publisher publisher;
    private final List<Listening> listening = new CopyOnWriteArrayList<>();
    private final AtomicBoolean malformedSeen = new AtomicBoolean();

    private RabbitWorkQueue(CachingConnectionFactory connections, Queues queues) {
        this.connections = connections;
        this.publisher = new Publisher("announcer", connections, queues);
    }

    /**
     * Sets on the connections what the work needs: correlated confirms, returns, a quick heartbeat and quick timeouts.
     * They stay their owner's to close.
     */
    public static RabbitWorkQueue over(CachingConnectionFactory connections, QueueType type) {
        prepare(connections);
        var queues = new Queues(Stream.of(Work.values()).map(Work::queue).toList(), type);
        connections.addConnectionListener(connection -> queues.declare(requireNonNull(connection)));
        return new RabbitWorkQueue(connections, queues);
    }

    static void prepare(CachingConnectionFactory connections) {
        connections.setPublisherConfirmType(ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        var rabbit = connections.getRabbitConnectionFactory();
        rabbit.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        rabbit.setConnectionTimeout(CONNECT_MILLIS);
        rabbit.setHandshakeTimeout(CONNECT_MILLIS);
        rabbit.setChannelRpcTimeout(CONNECT_MILLIS);
    }

    @Override
    public CompletionStage<Void> announce(Work work, Collection<UUID> ids) {
        return CompletableFuture.allOf(Ids.batches(ids).stream()
                .map(body -> publisher.publish(work.queue(), body))
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public Listening listen(Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
        var listener = Listener.start(
                connections, work.queue(), PREFETCH, Listener.Failed.FORGOTTEN, body -> handle(work, body, handler));
        listening.add(listener);
        return listener;
    }

    private CompletionStage<Void> handle(Work work, byte[] body, Function<List<UUID>, CompletionStage<Void>> handler) {
        var ids = Ids.read(body);
        if (ids.isEmpty()) {
            if (!malformedSeen.getAndSet(true)) {
                log.atWarn()
                        .addKeyValue("queue", work.queue())
                        .addKeyValue("bytes", body.length)
                        .log("Dropped a message that holds no ids; further ones are dropped in silence");
            }
            return CompletableFuture.completedFuture(null);
        }
        return handler.apply(ids.get());
    }

    @Override
    public void close() {
        listening.forEach(Listening::close);
        publisher.close();
    }
}

package com.callbackers.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;

/** Hints over RabbitMQ. A broker that is away, or not there yet, is waited for; the queues are made on every new connection. */
public final class RabbitWorkQueue implements WorkQueue {

    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int HEARTBEAT_SECONDS = 5;
    private static final int CONNECT_MILLIS = 2_000;

    private final CachingConnectionFactory connections;
    private final Announcer announcer;
    private final List<Listening> listening = new CopyOnWriteArrayList<>();

    private RabbitWorkQueue(CachingConnectionFactory connections, Queues queues) {
        this.connections = connections;
        this.announcer = new Announcer(connections, queues);
    }

    /**
     * Sets on the connections what the work needs: correlated confirms, returns, a quick heartbeat and quick timeouts.
     * They stay their owner's to close.
     */
    public static RabbitWorkQueue over(CachingConnectionFactory connections, QueueType type) {
        prepare(connections);
        var queues = new Queues(type);
        connections.addConnectionListener(connection -> queues.declare(requireNonNull(connection)));
        return new RabbitWorkQueue(connections, queues);
    }

    private static void prepare(CachingConnectionFactory connections) {
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
                .map(body -> announcer.announce(work, body))
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public Listening listen(Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
        var listener = Listener.start(connections, work, handler);
        listening.add(listener);
        return listener;
    }

    @Override
    public void close() {
        listening.forEach(Listening::close);
        announcer.close();
    }
}

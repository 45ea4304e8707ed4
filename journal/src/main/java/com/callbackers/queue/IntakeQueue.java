package com.callbackers.queue;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/**
 * Whole callbacks, while the journal's database is away. Here a message is the only copy, not a hint: it is persistent,
 * confirmed before it counts, and stays until a worker has written it to the journal.
 */
public final class IntakeQueue implements AutoCloseable {

    static final String QUEUE = "callbackers.intake";

    /** For whoever looks into it: what no worker could read or write. */
    static final String SET_ASIDE = "callbackers.intake.set-aside";

    /** In hand of one worker; a message may be as large as a callback. */
    private static final int PREFETCH = 32;

    private final CachingConnectionFactory connections;
    private final Publisher publisher;
    private final List<WorkQueue.Listening> listening = new CopyOnWriteArrayList<>();

    private IntakeQueue(CachingConnectionFactory connections, Queues queues) {
        this.connections = connections;
        this.publisher = new Publisher("intake", connections, queues);
    }

    /** The connections stay their owner's to close. */
    public static IntakeQueue over(CachingConnectionFactory connections, QueueType type) {
        RabbitWorkQueue.prepare(connections);
        var queues = new Queues(List.of(QUEUE, SET_ASIDE), type);
        connections.addConnectionListener(connection -> queues.declare(requireNonNull(connection)));
        return new IntakeQueue(connections, queues);
    }

    /** Completes once the broker has the message safely, exceptionally when it has not within three seconds. */
    public CompletionStage<Void> keep(byte[] message) {
        return publisher.publish(QUEUE, message);
    }

    /** The same for a message that is never to come again by itself. */
    public CompletionStage<Void> setAside(byte[] message) {
        return publisher.publish(SET_ASIDE, message);
    }

    /** A message is gone once its stage completes; when that fails, it comes again. */
    public WorkQueue.Listening listen(Function<byte[], CompletionStage<Void>> handler) {
        var listener = Listener.start(connections, QUEUE, PREFETCH, Listener.Failed.COMES_AGAIN, handler);
        listening.add(listener);
        return listener;
    }

    /** How many are set aside; waits for the broker. */
    public long setAsideCount() throws IOException, TimeoutException {
        var connection = connections.createConnection();
        try (var channel = connection.createChannel(false)) {
            return channel.messageCount(SET_ASIDE);
        }
    }

    @Override
    public void close() {
        listening.forEach(WorkQueue.Listening::close);
        publisher.close();
    }
}

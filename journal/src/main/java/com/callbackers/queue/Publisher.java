package com.callbackers.queue;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.CorrelationData.Confirm;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Publishes messages one after another on a thread of its own, with many unconfirmed at a time. */
final class Publisher implements AutoCloseable {

    /** Messages that wait or are unconfirmed; of ids, about four megabytes. What comes beyond is refused. */
    static final int IN_FLIGHT = 4_096;

    private static final Duration IDLE = Duration.ofMillis(250);
    /** A broker that was away a moment ago is not asked again for each message. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private record Outgoing(String queue, byte[] body, CompletableFuture<Void> confirmed) {}

    private final RabbitTemplate template;
    private final Queues queues;
    private final BlockingQueue<Outgoing> waiting = new ArrayBlockingQueue<>(IN_FLIGHT);
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicBoolean queueMissing = new AtomicBoolean();
    private final Thread thread;
    private long sequence;
    private long awayUntil = System.nanoTime();
    private @Nullable Throwable away;
    private volatile boolean closed;

    /** @param name of its thread */
    Publisher(String name, ConnectionFactory connections, Queues queues) {
        this.queues = queues;
        template = new RabbitTemplate(connections);
        template.setMandatory(true);
        // What is returned is seen with its confirm; without a callback each is a warning in the log.
        template.setReturnsCallback(returned -> {});
        // A consumer's connection that the broker has blocked would take what is published down with it.
        template.setUsePublisherConnection(true);
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Completes once the broker has confirmed that a queue took the message. */
    CompletableFuture<Void> publish(String queue, byte[] body) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the queue is closed"));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(IN_FLIGHT + " messages are unconfirmed already"));
        }
        var outgoing = new Outgoing(queue, body, new CompletableFuture<>());
        var confirmed = outgoing.confirmed()
                .orTimeout(RabbitWorkQueue.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, failure) -> room.release());
        waiting.add(outgoing);
        return confirmed;
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            var first = next();
            if (first != null) {
                publishFrom(first);
            }
        }
    }

    /** Keeps one channel for as long as there is something to say: a channel a message would be opened while confirms are out. */
    private void publishFrom(Outgoing first) {
        var reason = away;
        if (reason != null && System.nanoTime() < awayUntil) {
            first.confirmed().completeExceptionally(reason);
            return;
        }
        var current = new Outgoing[] {first};
        try {
            template.invoke(channel -> {
                away = null;
                for (var next = first; next != null; next = next()) {
                    current[0] = next;
                    publish(channel, next);
                }
                return sequence;
            });
        } catch (AmqpException e) {
            away = e;
            awayUntil = System.nanoTime() + PAUSE.toNanos();
            current[0].confirmed().completeExceptionally(e);
        } catch (RuntimeException e) {
            current[0].confirmed().completeExceptionally(e);
        }
    }

    private @Nullable Outgoing next() {
        try {
            return waiting.poll(closed ? 0 : IDLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
            return null;
        }
    }

    private void publish(RabbitOperations channel, Outgoing outgoing) {
        if (outgoing.confirmed().isDone()) {
            return;
        }
        if (queueMissing.getAndSet(false)) {
            queues.declare(channel.getConnectionFactory().createConnection());
        }
        var correlation = new CorrelationData(Long.toString(sequence++));
        channel.send("", outgoing.queue(), message(outgoing.body()), correlation);
        var unused = correlation.getFuture().whenComplete((confirm, failure) -> {
            if (failure != null) {
                outgoing.confirmed().completeExceptionally(failure);
            } else {
                settle(outgoing.confirmed(), confirm, correlation.getReturned());
            }
        });
    }

    private void settle(CompletableFuture<Void> confirmed, Confirm confirm, @Nullable ReturnedMessage returned) {
        if (!confirm.ack() || returned != null) {
            queueMissing.set(true);
        }
        if (returned != null) {
            confirmed.completeExceptionally(new AmqpException("no queue took the message: " + returned.getReplyText()));
        } else if (!confirm.ack()) {
            confirmed.completeExceptionally(
                    new AmqpException("the broker did not take the message: " + confirm.reason()));
        } else {
            confirmed.complete(null);
        }
    }

    private static Message message(byte[] body) {
        var properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_BYTES);
        return new Message(body, properties);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(RabbitWorkQueue.PATIENCE);
            // Every message ends in time, so that the room is empty then.
            room.tryAcquire(IN_FLIGHT, RabbitWorkQueue.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

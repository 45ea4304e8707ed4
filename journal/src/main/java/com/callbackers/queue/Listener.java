package com.callbackers.queue;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/** Hands messages to a handler, many at a time, and acknowledges each when its handling ends. */
final class Listener implements WorkQueue.Listening, ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int PREFETCH = 250;
    private static final Duration RECOVERY = Duration.ofMillis(500);
    private static final Duration FINISHING = Duration.ofSeconds(5);
    private static final Duration CANCELLING = Duration.ofSeconds(2);

    private final Work work;
    private final Function<List<UUID>, CompletionStage<Void>> handler;
    private final DirectMessageListenerContainer container;
    /** A party for each message in hand, and one for ourselves. */
    private final Phaser inHand = new Phaser(1);

    private final AtomicBoolean malformedSeen = new AtomicBoolean();
    private volatile boolean closing;

    private Listener(ConnectionFactory connections, Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
        this.work = work;
        this.handler = handler;
        this.container = new DirectMessageListenerContainer(connections);
    }

    static Listener start(
            ConnectionFactory connections, Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
        var listener = new Listener(connections, work, handler);
        listener.start();
        return listener;
    }

    private void start() {
        container.setQueueNames(work.queue());
        container.setMessageListener(this);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(PREFETCH);
        container.setRecoveryInterval(RECOVERY.toMillis());
        container.setFailedDeclarationRetryInterval(RECOVERY.toMillis());
        container.setMonitorInterval(RECOVERY.toMillis());
        container.setShutdownTimeout(CANCELLING.toMillis());
        // Whatever is wrong with the broker now may be put right later.
        container.setMissingQueuesFatal(false);
        container.setMismatchedQueuesFatal(false);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setAutoDeclare(false);
        container.setLookupKeyQualifier(work.queue());
        container.afterPropertiesSet();
        container.start();
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) {
        // Left unacknowledged, it goes back to the queue with the channel.
        if (closing || channel == null) {
            return;
        }
        var tag = message.getMessageProperties().getDeliveryTag();
        inHand.register();
        handle(message.getBody()).whenComplete((nothing, failure) -> {
            if (failure != null) {
                log.atWarn()
                        .addKeyValue("queue", work.queue())
                        .setCause(failure)
                        .log("Work failed; it stays due in the journal");
            }
            acknowledge(channel, tag);
            inHand.arriveAndDeregister();
        });
    }

    private CompletionStage<Void> handle(byte[] body) {
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
        try {
            return handler.apply(ids.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void acknowledge(Channel channel, long tag) {
        try {
            channel.basicAck(tag, false);
        } catch (IOException | RuntimeException e) {
            // The channel is gone, and its messages come again.
            log.atDebug().setCause(e).log("Could not acknowledge");
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            inHand.awaitAdvanceInterruptibly(inHand.arrive(), FINISHING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.atWarn()
                    .addKeyValue("queue", work.queue())
                    .addKeyValue("messages", inHand.getUnarrivedParties())
                    .log("Stopped listening before all that was in hand was handled; it comes again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        container.destroy();
    }
}

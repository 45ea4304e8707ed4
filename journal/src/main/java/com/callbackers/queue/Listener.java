package com.callbackers.queue;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/** Hands messages to a handler, many at a time, and settles each when its handling ends. */
final class Listener implements WorkQueue.Listening, ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final Duration RECOVERY = Duration.ofMillis(500);
    private static final Duration FINISHING = Duration.ofSeconds(5);
    private static final Duration CANCELLING = Duration.ofSeconds(2);

    /** What becomes of a message whose handling failed. */
    enum Failed {
        FORGOTTEN("it stays due in the journal"),
        COMES_AGAIN("it comes again");

        private final String words;

        Failed(String words) {
            this.words = words;
        }
    }

    private final String queue;
    private final Failed failed;
    private final Function<byte[], CompletionStage<Void>> handler;
    private final DirectMessageListenerContainer container;
    /** A party for each message in hand, and one for ourselves. */
    private final Phaser inHand = new Phaser(1);

    private volatile boolean closing;

    private Listener(
            ConnectionFactory connections,
            String queue,
            Failed failed,
            Function<byte[], CompletionStage<Void>> handler) {
        this.queue = queue;
        this.failed = failed;
        this.handler = handler;
        this.container = new DirectMessageListenerContainer(connections);
    }

    /** @param prefetch messages in hand at most */
    static Listener start(
            ConnectionFactory connections,
            String queue,
            int prefetch,
            Failed failed,
            Function<byte[], CompletionStage<Void>> handler) {
        var listener = new Listener(connections, queue, failed, handler);
        listener.start(prefetch);
        return listener;
    }

    private void start(int prefetch) {
        container.setQueueNames(queue);
        container.setMessageListener(this);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(prefetch);
        container.setRecoveryInterval(RECOVERY.toMillis());
        container.setFailedDeclarationRetryInterval(RECOVERY.toMillis());
        container.setMonitorInterval(RECOVERY.toMillis());
        container.setShutdownTimeout(CANCELLING.toMillis());
        // Whatever is wrong with the broker now may be put right later.
        container.setMissingQueuesFatal(false);
        container.setMismatchedQueuesFatal(false);
        container.setPossibleAuthenticationFailureFatal(false);
        container.setAutoDeclare(false);
        container.setLookupKeyQualifier(queue);
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
            if (failure != null && !closing) {
                log.atWarn().addKeyValue("queue", queue).setCause(failure).log("Work failed; {}", failed.words);
            }
            if (failure == null || failed == Failed.FORGOTTEN) {
                settle(() -> channel.basicAck(tag, false));
            } else {
                settle(() -> channel.basicNack(tag, false, true));
            }
            inHand.arriveAndDeregister();
        });
    }

    private CompletionStage<Void> handle(byte[] body) {
        try {
            return handler.apply(body);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private interface Settling {
        void run() throws IOException;
    }

    private static void settle(Settling settling) {
        try {
            settling.run();
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
                    .addKeyValue("queue", queue)
                    .addKeyValue("messages", inHand.getUnarrivedParties())
                    .log("Stopped listening before all that was in hand was handled; it comes again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        container.destroy();
    }
}

package com.callbackers.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.callbackers.embedded.EmbeddedBroker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

class IntakeQueueIT {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aMessageComesAgainUntilItIsTaken() {
        // given
        var queue = queue(Broker.fresh().connectionFactory());
        var failing = new AtomicBoolean(true);
        queue.listen(message -> {
            taken.add(new String(message, StandardCharsets.UTF_8));
            return failing.getAndSet(false)
                    ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                    : CompletableFuture.completedFuture(null);
        });

        // when
        kept(queue, "a callback");

        // then
        await().untilAsserted(() -> assertThat(taken).containsExactly("a callback", "a callback"));
    }

    @Test
    void aLargeMessageIsKeptWhole() {
        // given
        var queue = queue(Broker.fresh().connectionFactory());
        var text = "x".repeat(3 << 20);

        // when
        kept(queue, text);

        // then
        queue.listen(this::take);
        await().untilAsserted(() -> assertThat(taken).containsExactly(text));
    }

    @Test
    void aBrokerThatIsAwayIsToldSoonAndNothingCounts() {
        // given
        var elsewhere = EmbeddedBroker.start();
        elsewhere.close();
        var queue = queue(new CachingConnectionFactory(elsewhere.uri()));

        // when / then
        assertThatThrownBy(() -> kept(queue, "lost")).hasMessageContaining("Connection refused");
    }

    @Test
    void theEmbeddedBrokerKeepsMessagesOverARestart(@TempDir Path data) {
        // given
        var first = EmbeddedBroker.start(0, "guest", "guest", data);
        var connections = new CachingConnectionFactory(first.uri());
        try (var queue = IntakeQueue.over(connections, QueueType.CLASSIC)) {
            kept(queue, "a callback");
        }
        connections.destroy();
        first.close();

        // when
        var second = EmbeddedBroker.start(0, "guest", "guest", data);
        open.add(second);
        queue(new CachingConnectionFactory(URI.create(second.uri().toString()))).listen(this::take);

        // then
        await().untilAsserted(() -> assertThat(taken).containsExactly("a callback"));
    }

    private CompletionStage<Void> take(byte[] message) {
        taken.add(new String(message, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(null);
    }

    private static void kept(IntakeQueue queue, String text) {
        queue.keep(text.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .orTimeout(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private IntakeQueue queue(CachingConnectionFactory connections) {
        open.add(connections::destroy);
        var queue = IntakeQueue.over(connections, QueueType.CLASSIC);
        open.add(queue);
        return queue;
    }
}

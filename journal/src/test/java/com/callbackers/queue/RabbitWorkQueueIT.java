package com.callbackers.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.callbackers.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class RabbitWorkQueueIT {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<List<UUID>> handled = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        for (var closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void whatIsAnnouncedIsHandledInBatches() {
        // given
        var queue = queue(connections(Broker.fresh()));
        queue.listen(Work.CALLBACKS, this::handle);
        var ids = ids(1000);

        // when
        confirmed(queue.announce(Work.CALLBACKS, ids));

        // then
        await().untilAsserted(() ->
                assertThat(handled.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids));
        assertThat(handled).hasSize(4).allMatch(batch -> batch.size() <= WorkQueue.BATCH);
    }

    @Test
    void callbacksAndDeliveriesAreKeptApart() {
        // given
        var queue = queue(connections(Broker.fresh()));
        queue.listen(Work.DELIVERIES, this::handle);
        var delivery = ids(1);

        // when
        confirmed(queue.announce(Work.CALLBACKS, ids(1)));
        confirmed(queue.announce(Work.DELIVERIES, delivery));

        // then
        await().untilAsserted(() -> assertThat(handled).containsExactly(delivery));
    }

    @Test
    void whatWasNotHandledComesAgain() {
        // given
        var broker = Broker.fresh();
        var first = connections(broker);
        var begun = new CompletableFuture<List<UUID>>();
        var ids = ids(3);
        queue(first).listen(Work.CALLBACKS, batch -> {
            begun.complete(batch);
            return new CompletableFuture<>();
        });
        confirmed(queue(connections(broker)).announce(Work.CALLBACKS, ids));
        assertThat(begun).succeedsWithin(Duration.ofSeconds(5));

        // when
        first.destroy();
        queue(connections(broker)).listen(Work.CALLBACKS, this::handle);

        // then
        await().untilAsserted(() -> assertThat(handled).containsExactly(ids));
    }

    @Test
    void aFailureOfTheHandlerIsAcknowledged() {
        // given
        var broker = Broker.fresh();
        var queue = queue(connections(broker));
        var listening = queue.listen(Work.CALLBACKS, ids -> {
            handled.add(ids);
            if (handled.size() == 1) {
                throw new IllegalStateException("at once");
            }
            return CompletableFuture.failedFuture(new IllegalStateException("later"));
        });

        // when
        confirmed(queue.announce(Work.CALLBACKS, ids(2 * WorkQueue.BATCH)));

        // then
        await().untilAsserted(() -> assertThat(handled).hasSize(2));
        listening.close();
        assertThat(waiting(broker, Work.CALLBACKS)).isZero();
    }

    @Test
    void stoppingWaitsForWhatIsInHand() {
        // given
        var broker = Broker.fresh();
        var queue = queue(connections(broker));
        var begun = new CompletableFuture<List<UUID>>();
        var end = new CompletableFuture<Void>();
        var listening = queue.listen(Work.CALLBACKS, ids -> {
            begun.complete(ids);
            return end;
        });
        confirmed(queue.announce(Work.CALLBACKS, ids(1)));
        assertThat(begun).succeedsWithin(Duration.ofSeconds(5));

        // when
        var stopped = CompletableFuture.runAsync(listening::close);

        // then
        assertThat(stopped).isNotDone();
        end.complete(null);
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
        assertThat(waiting(broker, Work.CALLBACKS)).isZero();
    }

    @Test
    void aMessageThatHoldsNoIdsIsDropped() {
        // given
        var broker = Broker.fresh();
        var connections = connections(broker);
        var queue = queue(connections);
        var listening = queue.listen(Work.CALLBACKS, this::handle);
        var ids = ids(1);

        // when
        var template = new RabbitTemplate(connections);
        template.convertAndSend(Work.CALLBACKS.queue(), new byte[17]);
        template.convertAndSend(Work.CALLBACKS.queue(), new byte[0]);
        confirmed(queue.announce(Work.CALLBACKS, ids));

        // then
        await().untilAsserted(() -> assertThat(handled).containsExactly(ids));
        listening.close();
        assertThat(waiting(broker, Work.CALLBACKS)).isZero();
    }

    @Test
    void aQueueThatIsGoneIsNoticedAndMadeAgain() {
        // given
        var connections = connections(Broker.fresh());
        var queue = queue(connections);
        confirmed(queue.announce(Work.CALLBACKS, ids(1)));
        new RabbitTemplate(connections).execute(channel -> channel.queueDelete(Work.CALLBACKS.queue()));

        // when
        var lost = queue.announce(Work.CALLBACKS, ids(1));

        // then
        assertThatThrownBy(() -> confirmed(lost)).hasMessageContaining("message");
        confirmed(queue.announce(Work.CALLBACKS, ids(1)));
    }

    @Test
    void healsWhenTheBrokerComesBack() {
        // given
        var broker = EmbeddedBroker.start();
        var queue = queue(connections(broker));
        queue.listen(Work.CALLBACKS, this::handle);
        var before = ids(1);
        confirmed(queue.announce(Work.CALLBACKS, before));
        await().untilAsserted(() -> assertThat(handled).containsExactly(before));

        // when
        broker.close();
        assertThatThrownBy(() -> confirmed(queue.announce(Work.CALLBACKS, ids(1))))
                .isNotNull();
        open.add(EmbeddedBroker.start(broker.port(), broker.user(), broker.password()));

        // then
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(queue.announce(Work.CALLBACKS, ids(1)))
                .succeedsWithin(Duration.ofSeconds(4)));
        await().untilAsserted(() -> assertThat(handled).hasSizeGreaterThan(1));
    }

    @Test
    void startsWithoutABrokerAndFindsItLater() {
        // given
        var elsewhere = EmbeddedBroker.start();
        elsewhere.close();
        var queue = queue(connections(elsewhere));
        var listening = CompletableFuture.runAsync(() -> queue.listen(Work.CALLBACKS, this::handle));
        assertThat(queue.announce(Work.CALLBACKS, ids(1))).failsWithin(Duration.ofSeconds(4));

        // when
        open.add(EmbeddedBroker.start(elsewhere.port(), elsewhere.user(), elsewhere.password()));

        // then
        assertThat(listening).succeedsWithin(Duration.ofSeconds(5));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(queue.announce(Work.CALLBACKS, ids(1)))
                .succeedsWithin(Duration.ofSeconds(4)));
        await().untilAsserted(() -> assertThat(handled).isNotEmpty());
    }

    @Test
    void aBrokerThatIsAwayCostsNoMoreThanABoundOfMemory() {
        // given
        var broker = EmbeddedBroker.start();
        broker.close();
        var queue = queue(connections(broker));
        var beyond = Publisher.IN_FLIGHT * WorkQueue.BATCH + 1;

        // when
        var announced = queue.announce(Work.CALLBACKS, ids(beyond));

        // then
        assertThat(announced).failsWithin(Duration.ofSeconds(4));
    }

    private RabbitWorkQueue queue(CachingConnectionFactory connections) {
        var queue = RabbitWorkQueue.over(connections, QueueType.QUORUM);
        open.add(queue);
        return queue;
    }

    private CachingConnectionFactory connections(Broker broker) {
        var connections = broker.connectionFactory();
        open.add(connections::destroy);
        return connections;
    }

    private CachingConnectionFactory connections(EmbeddedBroker broker) {
        var connections = new CachingConnectionFactory(broker.uri());
        open.add(connections::destroy);
        return connections;
    }

    private CompletionStage<Void> handle(List<UUID> ids) {
        handled.add(ids);
        return CompletableFuture.completedFuture(null);
    }

    /** Messages that a newcomer finds. */
    private long waiting(Broker broker, Work work) {
        var messages = new RabbitTemplate(connections(broker)).execute(channel -> channel.messageCount(work.queue()));
        return messages == null ? 0 : messages;
    }

    private static List<UUID> ids(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }

    private static void confirmed(CompletionStage<Void> stage) {
        stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}

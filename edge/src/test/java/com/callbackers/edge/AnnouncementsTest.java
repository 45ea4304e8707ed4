package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class AnnouncementsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SlowQueue queue = new SlowQueue();
    private final Announcements announcements = new Announcements(queue, new EdgeMetrics(meters, new Room(1)));

    @Test
    void gathersWhileAMessageIsUnconfirmed() {
        // when
        announcements.announce(ids(200));
        announcements.announce(ids(2));
        announcements.announce(ids(3));
        // then
        assertThat(queue.sent).extracting(Collection::size).containsExactly(200);
        // when
        queue.confirmations.getFirst().complete(null);
        // then
        assertThat(queue.sent).extracting(Collection::size).containsExactly(200, 5);
        assertThat(count("confirmed")).isEqualTo(200);
    }

    @Test
    void gathersForAWhileAfterAMessageOfFew() {
        // given
        var time = VirtualTimeScheduler.getOrSet();
        announcements.announce(ids(1));
        queue.confirmations.getFirst().complete(null);
        // when
        announcements.announce(ids(2));
        announcements.announce(ids(3));
        // then
        assertThat(queue.sent).extracting(Collection::size).containsExactly(1);
        // when
        time.advanceTimeBy(Announcements.PACE);
        // then
        assertThat(queue.sent).extracting(Collection::size).containsExactly(1, 5);
    }

    @Test
    void closesWhenAllIsOnItsWay() {
        // given
        queue.confirming = true;
        announcements.announce(ids(1));
        announcements.announce(ids(2));
        // when
        announcements.close();
        // then
        assertThat(queue.sent).extracting(Collection::size).containsExactly(1, 2);
    }

    @Test
    void closesThoughTheBrokerHangs() {
        // given
        announcements.announce(ids(1));
        // when
        announcements.close();
        // then
        assertThat(count("confirmed")).isZero();
    }

    @AfterEach
    void resetTime() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void aBrokerThatHangsCostsNoMoreThanABoundOfMemory() {
        // when
        for (int i = 0; i < 100; i++) {
            announcements.announce(ids(WorkQueue.BATCH));
        }
        // then
        assertThat(count("failed")).isEqualTo(36.0 * WorkQueue.BATCH);
    }

    private double count(String result) {
        return meters.get("callbackers.edge.announcements")
                .tags("result", result)
                .counter()
                .count();
    }

    private static List<UUID> ids(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }

    private static final class SlowQueue implements WorkQueue {

        private final List<Collection<UUID>> sent = new ArrayList<>();
        private final List<CompletableFuture<Void>> confirmations = new ArrayList<>();
        private boolean confirming;

        @Override
        public CompletionStage<Void> announce(Work work, Collection<UUID> ids) {
            sent.add(ids);
            confirmations.add(new CompletableFuture<>());
            if (confirming) {
                confirmations.getLast().complete(null);
            }
            return confirmations.getLast();
        }

        @Override
        public Listening listen(Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}

package com.callbackers.worker.announce;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

    private final Broker broker = new Broker();
    private final Announcer announcer = new Announcer(broker);
    private final List<CompletableFuture<Void>> inHand = new ArrayList<>();

    @Test
    void isBusyWhileMessagesWaitForThisWorker() {
        // given
        announcer.listen(Work.CALLBACKS, ids -> taken());
        assertThat(announcer.isBusy(Work.CALLBACKS)).isFalse();
        // when
        for (var i = 0; i < Announcer.BUSY; i++) {
            assertThat(broker.deliver()).isNotDone();
        }
        // then
        assertThat(announcer.isBusy(Work.CALLBACKS)).isTrue();
        assertThat(announcer.isBusy(Work.DELIVERIES)).isFalse();
        // when
        inHand.getFirst().complete(null);
        // then
        assertThat(announcer.isBusy(Work.CALLBACKS)).isFalse();
    }

    @Test
    void aMessageWhoseHandlingFailsIsNotInHand() {
        // given
        announcer.listen(Work.CALLBACKS, ids -> {
            throw new IllegalStateException("broken");
        });
        // when
        for (var i = 0; i < Announcer.BUSY; i++) {
            assertThat(broker.deliver()).isCompletedExceptionally();
        }
        // then
        assertThat(announcer.isBusy(Work.CALLBACKS)).isFalse();
    }

    private CompletableFuture<Void> taken() {
        var message = new CompletableFuture<Void>();
        inHand.add(message);
        return message;
    }

    private static final class Broker implements WorkQueue {

        private Function<List<UUID>, CompletionStage<Void>> handler = ids -> new CompletableFuture<>();

        CompletableFuture<Void> deliver() {
            return handler.apply(List.of(UUID.randomUUID())).toCompletableFuture();
        }

        @Override
        public CompletionStage<Void> announce(Work work, Collection<UUID> ids) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Listening listen(Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
            this.handler = handler;
            return () -> {};
        }

        @Override
        public void close() {}
    }
}

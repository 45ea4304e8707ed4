package com.callbackers.worker.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbackState;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Claim;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.queue.Broker;
import com.callbackers.queue.QueueType;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.route.RouteTable;
import com.callbackers.worker.announce.Announcer;
import com.callbackers.worker.deliver.Hands;
import com.callbackers.worker.lookup.RouteLookup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class DeciderIT {

    static Stream<Throwable> poisons() {
        return Stream.of(new IllegalStateException("a rule that throws"), new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void leavesAPoisonedCallbackDueAndDecidesTheOthers(Throwable poison) throws Exception {
        var broker = Broker.fresh().connectionFactory();
        try (var database = Database.fresh();
                var appender =
                        new Appender(database.unpooledConnectionFactory(), ids -> {}, Appender.Settings.DEFAULT);
                var queue = RabbitWorkQueue.over(broker, QueueType.CLASSIC)) {
            // given
            var poisoned = append(appender);
            var healthy = append(appender);
            var decided = new AtomicInteger();
            var routes = new RouteLookup(
                    () -> decided.getAndIncrement() == 0 ? thrown(poison) : RouteTable.EMPTY,
                    (route, generation) -> Mono.just(Optional.empty()),
                    (route, action) -> {
                        throw new AssertionError();
                    });
            var decider = new Decider(
                    new Decisions(database.connectionFactory(), Clock.systemUTC()),
                    routes,
                    new Announcer(queue),
                    new NoHands(),
                    Schedulers.immediate());
            // when
            decider.decide(List.of(poisoned, healthy)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            // then
            var callbacks = new Callbacks(database.connectionFactory());
            assertThat(state(callbacks, poisoned)).isEqualTo(CallbackState.RECEIVED);
            assertThat(state(callbacks, healthy)).isEqualTo(CallbackState.UNROUTED);
        } finally {
            broker.destroy();
        }
    }

    private static UUID append(Appender appender) {
        var callback = CallbacksUnderTest.post("/").build();
        appender.append(new Arrival(callback, null)).block(Duration.ofSeconds(10));
        return callback.id();
    }

    private static CallbackState state(Callbacks callbacks, UUID id) {
        return callbacks
                .find(id)
                .blockOptional()
                .flatMap(found -> found)
                .orElseThrow()
                .entry()
                .state();
    }

    private static RouteTable thrown(Throwable poison) {
        switch (poison) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(poison);
        }
    }

    private static final class NoHands implements Hands {

        @Override
        public Mono<Integer> take(int wanted) {
            return Mono.just(0);
        }

        @Override
        public Duration lease() {
            return Duration.ofMinutes(1);
        }

        @Override
        public void deliver(List<Claim> claims) {
            assertThat(claims).isEmpty();
        }

        @Override
        public void giveBack(int unused) {
            assertThat(unused).isZero();
        }
    }
}

package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Batches.Plan;
import com.callbackers.journal.Callbacks.Whole;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.route.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesIT {

    private static final Undelivered.Filter UNDELIVERED =
            new Undelivered.Filter(Tenants.ALL, null, null, null, null, null, null);
    private static final Replay AGAIN = new Replay(null, Rules.NOW, List.of(), List.of(), null);

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays recording = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final Batches batches = new Batches(database.connectionFactory(), clock);
    private final BatchSteps steps = new BatchSteps(database.connectionFactory(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    private static Plan plan(int perSecond) {
        return new Plan("state=exhausted", 1000, perSecond, "kim");
    }

    private static Callbacks.Filter of(String host) {
        return new Callbacks.Filter(Tenants.ALL, host, null, null, null, null, null, null, null);
    }

    private Callback decided(Decision decision) {
        var callback = Samples.callback(CallbackId.next(), "paid");
        Soon.done(recording.add(callback));
        Soon.get(decisions
                .record(List.of(new Decided(callback, decision)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));
        return callback;
    }

    private UUID failed() {
        var callback = decided(Samples.routed(Samples.planned("team"), Samples.planned("admin")));
        var delivery = DeliveryId.of(callback.id(), "approvals", "team");
        end(delivery, new Verdict.GiveUp("404"), 404);
        end(DeliveryId.of(callback.id(), "approvals", "admin"), new Verdict.Done(), 200);
        return delivery;
    }

    private void end(UUID delivery, Verdict verdict, int status) {
        var claim = Soon.get(deliveries.claim(List.of(delivery), Duration.ofMinutes(1)))
                .getFirst();
        var attempt = new Attempt(
                claim.attempt(),
                clock.instant(),
                new Attempt.Sent("POST", "https://hooks.test/", List.of(), null),
                new Outcome.Answered(status, List.of(), new byte[0], false, new Timings(1L, 2L, 3L)));
        Soon.get(deliveries.record(List.of(new Made(claim, attempt, verdict))));
    }

    private DeliveryState state(UUID delivery) {
        return Soon.get(callbacks.delivery(delivery)).orElseThrow().state();
    }

    private Whole whole(UUID callback) {
        return Soon.get(callbacks.find(callback)).orElseThrow();
    }

    @Test
    void deliveriesBecomeDueOneAfterAnother() {
        // given
        var first = failed();
        var second = failed();

        // when
        var planned = Soon.get(batches.retry(UNDELIVERED, plan(1)));

        // then
        assertThat(planned.count()).isEqualTo(2);
        assertThat(planned.lastAt()).isEqualTo(clock.instant().plusSeconds(1));
        assertThat(state(first)).isEqualTo(DeliveryState.EXHAUSTED);
        assertThat(Soon.get(steps.retries(10))).containsExactly(first);
        assertThat(Soon.get(steps.retries(10))).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(Soon.get(steps.retries(10))).containsExactly(second);
        assertThat(state(second)).isEqualTo(DeliveryState.RETRYING);
        var batch = Soon.get(batches.find(planned.batch(), "kim")).orElseThrow();
        assertThat(batch.done()).isEqualTo(2);
        assertThat(batch.isRunning()).isFalse();
        assertThat(Soon.get(batches.find(planned.batch(), "lee"))).isEmpty();
    }

    @Test
    void whatIsDeliveredOrCancelledBeforeItsTurnStaysAsItIs() {
        // given
        var delivered = failed();
        var cancelled = failed();
        Soon.get(batches.retry(UNDELIVERED, plan(100)));
        Soon.get(deliveries.retry(delivered));
        end(delivered, new Verdict.Done(), 200);
        Soon.get(deliveries.retry(cancelled));
        Soon.get(deliveries.cancel(cancelled));
        clock.advance(Duration.ofSeconds(1));

        // when
        var retried = Soon.get(steps.retries(10));

        // then
        assertThat(retried).isEmpty();
        assertThat(state(delivered)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(state(cancelled)).isEqualTo(DeliveryState.CANCELLED);
    }

    @Test
    void whatIsStoppedIsLeftUndone() {
        // given
        var first = failed();
        var second = failed();
        var planned = Soon.get(batches.retry(UNDELIVERED, plan(1)));
        Soon.get(steps.retries(10));

        // when
        var foreign = Soon.get(batches.stop(planned.batch(), "lee"));
        var stopped = Soon.get(batches.stop(planned.batch(), "kim")).orElseThrow();
        clock.advance(Duration.ofSeconds(5));

        // then
        assertThat(foreign).isEmpty();
        assertThat(stopped.isRunning()).isFalse();
        assertThat(stopped.done()).isEqualTo(1);
        assertThat(stopped.stoppedAt()).isNotNull();
        assertThat(Soon.get(steps.retries(10))).isEmpty();
        assertThat(state(first)).isEqualTo(DeliveryState.RETRYING);
        assertThat(state(second)).isEqualTo(DeliveryState.EXHAUSTED);
        assertThat(Soon.get(batches.list(null, clock.instant().minusSeconds(60))))
                .containsExactly(stopped);
    }

    @Test
    void callbacksArriveOnceMoreAsTheyCame() {
        // given
        var first = decided(Samples.decision(CallbackState.UNROUTED, "github"));
        var second = decided(Decision.unrouted("no rule"));

        // when
        var planned = Soon.get(batches.replay(of(Samples.HOST), AGAIN, plan(1000)));
        clock.advance(Duration.ofSeconds(1));
        var made = Soon.get(steps.replays(10));

        // then
        assertThat(planned.count()).isEqualTo(2);
        assertThat(made).hasSize(2);
        var repeats = made.stream().sorted().map(this::whole).toList();
        assertThat(repeats)
                .extracting(Whole::callback)
                .satisfiesExactly(
                        one -> assertThat(one.replay())
                                .isEqualTo(new Replay(first.id(), Rules.NOW, List.of(), List.of(), "github")),
                        two -> assertThat(two.replay())
                                .isEqualTo(new Replay(second.id(), Rules.NOW, List.of(), List.of(), null)));
        assertThat(repeats.getFirst().callback())
                .usingRecursiveComparison()
                .ignoringFields("id", "replay")
                .isEqualTo(first);
        assertThat(repeats)
                .allSatisfy(repeat -> assertThat(repeat.entry().state()).isEqualTo(CallbackState.RECEIVED));
        assertThat(made.stream().map(CallbackId::time).distinct()).hasSize(2);
        assertThat(made).allSatisfy(id -> assertThat(id.version()).isEqualTo(7));
        assertThat(whole(first.id()).replays()).hasSize(1);
        assertThat(Soon.get(steps.replays(10))).isEmpty();

        // when
        var again = Soon.get(batches.replay(of(Samples.HOST), AGAIN, plan(1000)));

        // then
        assertThat(again.count()).as("replays are not replayed").isEqualTo(2);
    }

    @Test
    void whatWasNotDeliveredIsReplayedForThatActionAlone() {
        // given
        var delivery = failed();

        // when
        Soon.get(batches.replay(UNDELIVERED, plan(100)));
        var made = Soon.get(steps.replays(10));

        // then
        assertThat(made).hasSize(1);
        var replay =
                Optional.ofNullable(whole(made.getFirst()).callback().replay()).orElseThrow();
        assertThat(replay.actions()).containsExactly("approvals/team");
        assertThat(replay.of())
                .isEqualTo(Soon.get(callbacks.delivery(delivery)).orElseThrow().callback());
    }

    @Test
    void aBodyThatIsNotKeptIsNotReplayed() {
        // given
        var small = Samples.callback();
        var large = new Callback(
                CallbackId.next(),
                small.method(),
                small.host(),
                small.path(),
                small.query(),
                small.headers(),
                new byte[0],
                5_000_000,
                small.remoteAddress(),
                Durability.JOURNAL,
                null);
        Soon.done(recording.add(large));

        // when
        var planned = Soon.get(batches.replay(of(Samples.HOST), AGAIN, plan(100)));
        var made = Soon.get(steps.replays(10));

        // then
        assertThat(made).isEmpty();
        assertThat(Soon.get(batches.find(planned.batch(), null)).orElseThrow().isRunning())
                .isFalse();
    }

    @Test
    void byTheRulesOfNowOnlyWhereTheHostIsStillTheirs() {
        // given
        decided(Samples.routed(Samples.planned("team")));
        var lost = new Tenants.Some(Set.of("mingkyme"), Set.of("other.localhost"));
        var holds = new Tenants.Some(Set.of("mingkyme"), Set.of(Samples.HOST));
        var then = new Replay(null, Rules.THEN, List.of(), List.of(), null);

        // when, then
        assertThat(Soon.get(batches.replay(whose(lost), AGAIN, plan(1))).count())
                .isZero();
        assertThat(Soon.get(batches.replay(whose(holds), AGAIN, plan(1))).count())
                .isEqualTo(1);
        assertThat(Soon.get(batches.replay(whose(lost), then, plan(1))).count()).isEqualTo(1);
    }

    private static Callbacks.Filter whose(Tenants tenants) {
        return new Callbacks.Filter(tenants, null, null, null, null, null, null, null, null);
    }

    @Test
    void severalWorkersShareTheSteps() {
        // given
        for (var i = 0; i < 40; i++) {
            failed();
        }
        Soon.get(batches.retry(UNDELIVERED, plan(10_000)));
        clock.advance(Duration.ofSeconds(1));

        // when
        var one = steps.retries(20).toFuture();
        var two = steps.retries(20).toFuture();

        // then
        assertThat(one.join()).hasSize(20).doesNotContainAnyElementsOf(two.join());
        assertThat(two.join()).hasSize(20);
    }
}

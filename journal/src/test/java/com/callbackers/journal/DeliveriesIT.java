package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries.GivenBack;
import com.callbackers.journal.Deliveries.Made;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DeliveriesIT {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays replays = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ofTwoClaimersOneWins() {
        // given
        var ids = IntStream.range(0, 100).mapToObj(i -> planned(null)).toList();

        // when
        var claims = Soon.get(Flux.range(0, 4)
                .flatMap(i -> deliveries.claim(ids, LEASE))
                .flatMapIterable(some -> some)
                .map(Claim::delivery)
                .collectList());

        // then
        assertThat(claims).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(Soon.get(deliveries.claim(ids, LEASE))).isEmpty();
    }

    @Test
    void aLeaseThatIsOverMakesItFreeAgainAndNotesTheLostAttempt() {
        // given
        var id = planned(null);
        var lost = claim(id);
        clock.advance(LEASE);

        // when
        var claim = claim(id);

        // then
        assertThat(lost.attempt()).isEqualTo(1);
        assertThat(claim.attempt()).isEqualTo(2);
        assertThat(attempts(lost.callback())).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.error()).contains("worker ended");
        });
    }

    @Test
    void aClaimThatPassedToAnotherKeepsItsAttemptAndChangesNothingElse() {
        // given
        var id = planned(null);
        var late = claim(id);
        clock.advance(LEASE);
        var current = claim(id);

        // when
        record(late, answered(200), new Verdict.Done());

        // then
        assertThat(attempts(late.callback())).singleElement().satisfies(attempt -> assertThat(attempt.status())
                .isEqualTo(200));
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.PENDING);
        record(current, answered(500), new Verdict.GiveUp("500"));
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.EXHAUSTED);
        assertThat(attempts(late.callback()))
                .extracting(Callbacks.AttemptEntry::number)
                .containsExactly(1, 2);
    }

    @Test
    void keepsAttemptsAndVerdictsTogether() {
        // given
        var done = claim(planned(null));
        var retried = claim(planned(null));
        var given = claim(planned(null));
        var answered = new Outcome.Answered(
                200,
                List.of(new Header("Set-Cookie", "a"), new Header("set-cookie", "\u0000")),
                new byte[] {0, -1},
                true,
                new Timings(1L, 22L, 333L));
        var sent = new Attempt.Sent("POST", "https://x/\u0000", List.of(new Header("A", "•••")), new byte[] {1, 0, 2});

        // when
        Soon.done(deliveries.record(List.of(
                new Made(done, new Attempt(1, clock.instant(), sent, answered), new Verdict.Done()),
                new Made(
                        retried,
                        attempt(new Outcome.TimedOut("no answer", new Timings(5L, null, 15_000))),
                        new Verdict.RetryAt(clock.instant().plusSeconds(5), "no answer")),
                new Made(
                        given,
                        attempt(new Outcome.Forbidden("a private address", new Timings(null, null, 0))),
                        new Verdict.GiveUp("a private address")))));

        // then
        assertThat(attempts(done.callback()))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(new Callbacks.AttemptEntry(
                        done.delivery(),
                        1,
                        clock.instant(),
                        1L,
                        22L,
                        333L,
                        "POST",
                        "https://x/\uFFFD",
                        sent.headers(),
                        sent.body(),
                        200,
                        answered.headers(),
                        answered.body(),
                        true,
                        null));
        assertThat(delivery(done.delivery()).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivery(done.delivery()).nextAttemptAt()).isNull();
        assertThat(delivery(retried.delivery()).state()).isEqualTo(DeliveryState.RETRYING);
        assertThat(delivery(retried.delivery()).reason()).isEqualTo("no answer");
        assertThat(delivery(retried.delivery()).nextAttemptAt())
                .isEqualTo(clock.instant().plusSeconds(5));
        assertThat(attempts(retried.callback()).getFirst().error()).isEqualTo("no answer");
        assertThat(attempts(retried.callback()).getFirst().sentBody()).isNull();
        assertThat(delivery(given.delivery()).state()).isEqualTo(DeliveryState.EXHAUSTED);
    }

    @Test
    void aRetryIsNotClaimedBeforeItsTime() {
        // given
        var id = planned(null);
        record(claim(id), answered(503), new Verdict.RetryAt(clock.instant().plusSeconds(5), "503"));

        // when, then
        assertThat(Soon.get(deliveries.claim(List.of(id), LEASE))).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThat(claim(id).attempt()).isEqualTo(2);
    }

    @Test
    void aClaimGivenBackCostsNoAttempt() {
        // given
        var id = planned(null);

        // when
        Soon.done(deliveries.giveBack(
                List.of(new GivenBack(claim(id), clock.instant().plusSeconds(30), "suspended"))));

        // then
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.WAITING);
        assertThat(delivery(id).reason()).isEqualTo("suspended");
        clock.advance(Duration.ofSeconds(30));
        Soon.done(deliveries.giveBack(
                List.of(new GivenBack(claim(id), clock.instant().plusSeconds(1), null))));
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.WAITING);
        clock.advance(Duration.ofSeconds(1));
        assertThat(claim(id).attempt()).isEqualTo(1);
    }

    @Test
    void whatHasEndedCanBeRetriedAndItsNumbersGoOn() {
        // given
        var id = planned(null);
        record(claim(id), answered(410), new Verdict.GiveUp("410"));

        // when
        var retried = Soon.get(deliveries.retry(id));

        // then
        assertThat(retried).contains(id);
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.RETRYING);
        assertThat(claim(id).attempt()).isEqualTo(2);
        assertThat(Soon.get(deliveries.retry(CallbackId.next()))).isEmpty();
    }

    @Test
    void whatIsInHandIsNotRetried() {
        // given
        var id = planned(null);
        var claim = claim(id);

        // when
        Soon.done(deliveries.retry(id));

        // then
        assertThat(Soon.get(deliveries.claim(List.of(id), LEASE))).isEmpty();
        record(claim, answered(200), new Verdict.Done());
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aCancelledDeliveryStaysSoWhateverComesOfTheAttemptUnderWay() {
        // given
        var id = planned(null);
        var claim = claim(id);

        // when
        var cancelled = Soon.get(deliveries.cancel(id));

        // then
        assertThat(cancelled).contains(true);
        record(claim, answered(500), new Verdict.RetryAt(clock.instant(), "500"));
        assertThat(delivery(id).state()).isEqualTo(DeliveryState.CANCELLED);
        assertThat(attempts(claim.callback())).hasSize(1);
        assertThat(Soon.get(deliveries.cancel(id))).contains(false);
        assertThat(Soon.get(deliveries.cancel(CallbackId.next()))).isEmpty();
    }

    @Test
    void anOrderIsKeptUntilTheOneBeforeHasEnded() {
        // given
        var first = planned("card 1");
        var second = planned("card 1");
        var other = planned("card 2");

        // when
        var claims = Soon.get(deliveries.claim(List.of(second, other, first), LEASE));

        // then
        assertThat(claims).extracting(Claim::delivery).containsExactlyInAnyOrder(first, other);
        var claim = claims.stream()
                .filter(c -> c.delivery().equals(first))
                .findFirst()
                .orElseThrow();
        assertThat(record(
                        claim,
                        answered(503),
                        new Verdict.RetryAt(clock.instant().plusSeconds(5), "503")))
                .isEmpty();
        assertThat(Soon.get(deliveries.claim(List.of(second), LEASE))).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThat(record(claim(first), answered(200), new Verdict.Done())).containsExactly(second);
        assertThat(claim(second).attempt()).isEqualTo(1);
    }

    @Test
    void anEarlierOneThatComesLateWaitsForTheOneInHand() {
        // given
        var earlier = Samples.callback();
        var later = planned("card 1");
        var inHand = claim(later);
        Soon.done(replays.add(earlier));
        var id = decide(earlier, "card 1");

        // when, then
        assertThat(Soon.get(deliveries.claim(List.of(id), LEASE))).isEmpty();
        assertThat(record(
                        inHand,
                        answered(503),
                        new Verdict.RetryAt(clock.instant().plusSeconds(5), "503")))
                .containsExactly(id);
        assertThat(claim(id).attempt()).isEqualTo(1);
    }

    @Test
    void neverAreTwoOfAnOrderInHandHoweverManyClaim() {
        // given
        var ids = new ArrayList<UUID>(
                Stream.generate(() -> planned("card 1")).limit(20).toList());
        var inOrder = List.copyOf(ids);
        var made = Collections.synchronizedList(new ArrayList<UUID>());
        var inHand = Collections.synchronizedSet(new HashSet<UUID>());
        var most = Collections.synchronizedSet(new HashSet<Integer>());

        // when
        Soon.done(Flux.range(0, 4)
                .flatMap(worker -> Mono.defer(() -> deliveries.claim(ids, LEASE))
                        .flatMapIterable(claims -> claims)
                        .concatMap(claim -> {
                            inHand.add(claim.delivery());
                            most.add(inHand.size());
                            made.add(claim.delivery());
                            inHand.remove(claim.delivery());
                            return deliveries.record(
                                    List.of(new Made(claim, attempt(answered(200)), new Verdict.Done())));
                        })
                        .then()
                        .repeat(() -> made.size() < ids.size()))
                .then());

        // then
        assertThat(made).containsExactlyElementsOf(inOrder);
        assertThat(most).containsExactly(1);
    }

    @Test
    void anAttemptThatIsRefusedDoesNotHoldUpTheOthers() {
        // given
        var good = claim(planned(null));
        var bad = claim(planned(null));
        var tooLate =
                new Attempt(1, java.time.Instant.MAX, attempt(answered(200)).sent(), answered(200));

        // when
        Soon.done(deliveries.record(List.of(
                new Made(bad, tooLate, new Verdict.Done()),
                new Made(good, attempt(answered(200)), new Verdict.Done()))));

        // then
        assertThat(delivery(good.delivery()).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivery(bad.delivery()).state()).isEqualTo(DeliveryState.PENDING);
    }

    private UUID planned(@Nullable String orderKey) {
        var callback = Samples.callback();
        Soon.done(replays.add(callback));
        return decide(callback, orderKey);
    }

    private UUID decide(Callback callback, @Nullable String orderKey) {
        return Soon.get(decisions
                        .record(
                                List.of(new Decided(callback, Samples.routed(Samples.planned("team", orderKey)))),
                                0,
                                Duration.ZERO)
                        .map(Decisions.Recorded::deliveries))
                .getFirst();
    }

    private Claim claim(UUID delivery) {
        return Soon.get(deliveries.claim(List.of(delivery), LEASE)).getFirst();
    }

    private List<UUID> record(Claim claim, Outcome outcome, Verdict verdict) {
        return Soon.get(deliveries.record(List.of(new Made(claim, attempt(outcome), verdict))));
    }

    private Attempt attempt(Outcome outcome) {
        return new Attempt(1, clock.instant(), new Attempt.Sent("POST", "https://x", List.of(), null), outcome);
    }

    private static Outcome answered(int status) {
        return new Outcome.Answered(status, List.of(), new byte[0], false, new Timings(1L, 2L, 3));
    }

    private Callbacks.DeliveryEntry delivery(UUID id) {
        return Soon.get(callbacks.delivery(id)).orElseThrow();
    }

    private List<Callbacks.AttemptEntry> attempts(Callback callback) {
        return Soon.get(callbacks.find(callback.id())).orElseThrow().attempts();
    }
}

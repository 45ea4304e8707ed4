package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.journal.Traffic.Answer;
import com.callbackers.journal.Traffic.OfDestination;
import com.callbackers.journal.Traffic.OfRoute;
import com.callbackers.journal.Traffic.OfRule;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class TrafficIT {

    private static final Tenants MINGKYME = new Tenants.Some(Set.of("mingkyme"), Set.of());
    private static final Tenants OTHER = new Tenants.Some(Set.of("other"), Set.of());

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays recording = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Sweep sweep = new Sweep(database.connectionFactory(), clock);
    private final Traffic traffic = new Traffic(database.connectionFactory());

    @AfterEach
    void close() {
        database.close();
    }

    private Callback decided(Decision decision) {
        var callback = Samples.callback(CallbackId.next(), "paid");
        Soon.done(recording.add(callback));
        Soon.get(decisions
                .record(List.of(new Decided(callback, decision)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));
        return callback;
    }

    private List<UUID> deliveriesOf(Callback callback) {
        return Soon.get(new Callbacks(database.connectionFactory()).find(callback.id()))
                .orElseThrow()
                .entry()
                .deliveries()
                .stream()
                .map(Callbacks.DeliveryEntry::id)
                .toList();
    }

    private void attempted(Callback callback, Outcome outcome, Verdict verdict) {
        attempted(deliveriesOf(callback).getFirst(), outcome, verdict);
    }

    private void attempted(UUID delivery, Outcome outcome, Verdict verdict) {
        record(claimed(delivery), outcome, verdict);
    }

    private Claim claimed(UUID delivery) {
        return Soon.get(deliveries.claim(List.of(delivery), Duration.ofMinutes(1)))
                .getFirst();
    }

    private void record(Claim claim, Outcome outcome, Verdict verdict) {
        var attempt = new Attempt(
                claim.attempt(),
                clock.instant(),
                new Attempt.Sent("POST", "https://hooks.test/", List.of(), null),
                outcome);
        Soon.get(deliveries.record(List.of(new Made(claim, attempt, verdict))));
    }

    private static Outcome answered(int status) {
        return new Outcome.Answered(status, List.of(), new byte[0], false, new Timings(1L, 2L, 3L));
    }

    private Instant since() {
        return clock.instant().minus(Duration.ofHours(1));
    }

    @Test
    void aRouteIsToldWithWhatItActedOnAndWhatFailed() {
        // given
        attempted(decided(Samples.routed(Samples.planned("team"))), answered(200), new Verdict.Done());
        var failed = decided(Samples.routed(Samples.planned("team")));
        attempted(failed, answered(404), new Verdict.GiveUp("404"));
        var last = decided(Samples.decision(CallbackState.FILTERED, null));
        decided(Decision.unrouted("no route"));

        // when
        var routes = Soon.get(traffic.routes(MINGKYME, since()));

        // then
        assertThat(routes).containsExactly(new OfRoute(Samples.ROUTE, 3, 2, 1, last.receivedAt()));
        assertThat(Soon.get(traffic.routes(OTHER, since()))).isEmpty();
        assertThat(Soon.get(traffic.routes(MINGKYME, clock.instant().plusSeconds(60))))
                .isEmpty();
    }

    @Test
    void isTheSameBeforeAndAfterItIsSummedUp() {
        // given
        attempted(decided(Samples.routed(Samples.planned("team"))), answered(200), new Verdict.Done());
        decided(Samples.decision(CallbackState.FILTERED, null));
        Soon.done(sweep.sumUp());
        attempted(decided(Samples.routed(Samples.planned("team"))), answered(200), new Verdict.Done());
        var last = decided(Samples.routed(Samples.planned("team")));
        attempted(last, answered(503), new Verdict.RetryAt(clock.instant().plusSeconds(5), "503"));
        var routes = Soon.get(traffic.routes(MINGKYME, since()));
        var destinations = Soon.get(traffic.destinations(MINGKYME, since()));

        // when
        Soon.done(Flux.range(0, 4).flatMap(i -> sweep.sumUp()).then());

        // then
        assertThat(routes).containsExactly(new OfRoute(Samples.ROUTE, 4, 3, 0, last.receivedAt()));
        assertThat(destinations).singleElement().satisfies(one -> {
            assertThat(one.delivered()).isEqualTo(2);
            assertThat(one.last()).extracting(Answer::callback).isEqualTo(last.id());
        });
        assertThat(Soon.get(traffic.routes(MINGKYME, since()))).isEqualTo(routes);
        assertThat(Soon.get(traffic.destinations(MINGKYME, since()))).isEqualTo(destinations);
    }

    @Test
    void aCallbackWhoseDeliveriesAreAllGivenUpFailedOnce() {
        // given
        var callback = decided(Samples.routed(Samples.planned("team"), Samples.planned("admin")));

        // when
        for (var delivery : deliveriesOf(callback)) {
            attempted(delivery, answered(404), new Verdict.GiveUp("404"));
        }

        // then
        assertThat(Soon.get(traffic.routes(MINGKYME, since())))
                .containsExactly(new OfRoute(Samples.ROUTE, 1, 1, 1, callback.receivedAt()));
    }

    @Test
    void whatIsRecordedByTwoWhoMadeItIsDeliveredOnce() {
        // given
        var delivery =
                deliveriesOf(decided(Samples.routed(Samples.planned("team")))).getFirst();
        var late = claimed(delivery);
        clock.advance(Duration.ofMinutes(2));
        attempted(delivery, answered(200), new Verdict.Done());

        // when
        record(late, answered(200), new Verdict.Done());

        // then
        assertThat(Soon.get(traffic.destinations(MINGKYME, since())))
                .extracting(OfDestination::delivered)
                .containsExactly(1L);
    }

    @Test
    void rulesAreToldWithHowManyOfTheLastCallbacksTheyFitted() {
        // given
        decided(Samples.decision(
                Map.of(),
                List.of(new Trace("approvals", true, "fits"), new Trace("refunds", false, "when is false")),
                List.of(Samples.planned("team")),
                List.of()));
        decided(Samples.decision(
                Map.of(), List.of(new Trace("approvals", false, "when is false")), List.of(), List.of()));

        // when
        var rules = Soon.get(traffic.rules(Samples.ROUTE));

        // then
        assertThat(rules).containsExactlyInAnyOrder(new OfRule("approvals", 1, 2), new OfRule("refunds", 0, 2));
        assertThat(Soon.get(traffic.rules("mingkyme/other"))).isEmpty();
    }

    @Test
    void aDestinationIsToldWithWhatWaitsAndWhatItAnsweredLast() {
        // given
        attempted(decided(Samples.routed(Samples.planned("team"))), answered(200), new Verdict.Done());
        attempted(decided(Samples.routed(Samples.planned("team"))), answered(404), new Verdict.GiveUp("404"));
        var open = decided(Samples.routed(Samples.planned("team")));

        // when
        var destinations = Soon.get(traffic.destinations(MINGKYME, since()));

        // then
        assertThat(destinations).singleElement().satisfies(one -> {
            assertThat(one)
                    .usingRecursiveComparison()
                    .ignoringFields("last")
                    .isEqualTo(new OfDestination("mingkyme/team-slack", 1, 1, 1, open.receivedAt(), one.last()));
            assertThat(one.last()).extracting(Answer::status).isEqualTo(404);
        });
        assertThat(Soon.get(traffic.destinations(OTHER, since()))).isEmpty();
    }

    @Test
    void aSharedDestinationIsThatOfItsOwnNamespace() {
        // given
        var shared = new Decision.Planned("all", "crm", "Forward", "shared/crm", Rendered.PASS_THROUGH, null, null);
        attempted(decided(Samples.routed(shared)), answered(200), new Verdict.Done());

        // when
        var destinations = Soon.get(traffic.destinations(MINGKYME, since()));

        // then
        assertThat(destinations).extracting(OfDestination::destination).containsExactly("shared/crm");
        assertThat(Soon.get(traffic.answers(Tenants.ALL, "shared/crm", since(), 10)))
                .hasSize(1);
        assertThat(Soon.get(traffic.answers(Tenants.ALL, "mingkyme/crm", since(), 10)))
                .isEmpty();
    }

    @Test
    void whatIsOpenCountsHoweverOldItIs() {
        // given
        var open = decided(Samples.routed(Samples.planned("team")));

        // when
        var destinations = Soon.get(traffic.destinations(MINGKYME, Instant.now().plusSeconds(60)));

        // then
        assertThat(destinations)
                .containsExactly(new OfDestination("mingkyme/team-slack", 0, 0, 1, open.receivedAt(), null));
    }

    @Test
    void answersAreToldTheLastFirst() {
        // given
        var first = decided(Samples.routed(Samples.planned("team")));
        attempted(
                first,
                new Outcome.Unreachable("connection refused", new Timings(null, null, 1L)),
                new Verdict.GiveUp("refused"));
        clock.advance(Duration.ofSeconds(1));
        var second = decided(Samples.routed(Samples.planned("team")));
        attempted(second, answered(200), new Verdict.Done());

        // when
        var answers = Soon.get(traffic.answers(MINGKYME, "mingkyme/team-slack", since(), 10));

        // then
        assertThat(answers).extracting(Answer::callback).containsExactly(second.id(), first.id());
        assertThat(answers.getFirst().totalMillis()).isEqualTo(3);
        assertThat(answers.getLast().error()).isEqualTo("connection refused");
        assertThat(Soon.get(traffic.answers(OTHER, "mingkyme/team-slack", since(), 10)))
                .isEmpty();
        assertThat(Soon.get(traffic.answers(MINGKYME, "other/team-slack", since(), 10)))
                .isEmpty();
        assertThat(Soon.get(traffic.answers(MINGKYME, "mingkyme/team-slack", since(), 1)))
                .hasSize(1);
    }
}

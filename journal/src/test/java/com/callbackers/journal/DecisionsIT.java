package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.delivery.Rendered;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Decisions.DecidedBy;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.Decision.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DecisionsIT {

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
    void givesThoseThatAreStillToBeDecided() {
        // given
        var open = recorded();
        var decided = recorded();
        record(decided, Samples.routed());

        // when
        var undecided = Soon.get(decisions.undecided(List.of(decided.id(), CallbackId.next(), open.id())));

        // then
        assertThat(undecided).usingRecursiveFieldByFieldElementComparator().containsExactly(open);
    }

    @Test
    void keepsTheDecisionAndMakesItsDeliveries() {
        // given
        var callback = recorded();
        var decision = new Decision(
                CallbackState.ROUTED,
                null,
                Samples.ROUTE,
                7,
                "shortcut",
                Map.of("amount", "{\"n\":\"1,000\\u0000\"}"),
                List.of(new Trace("shortcut", true, "its user agent")),
                List.of(new Trace("approvals", true, "all fits"), new Trace("other", false, "method\u0000")),
                List.of("amount: no such key"),
                List.of(
                        new Planned(
                                "approvals",
                                "team",
                                "Slack",
                                "team-slack",
                                new Rendered("{\"text\":\"원\u0000\"}", List.of(new Header("A", "b"))),
                                null,
                                null),
                        new Planned(
                                "replay", "extra", "Forward", "http://x", Rendered.PASS_THROUGH, null, "{\"a\": 1}")));

        // when
        var announced = record(callback, decision);

        // then
        var team = DeliveryId.of(callback.id(), "approvals", "team");
        var extra = DeliveryId.of(callback.id(), "replay", "extra");
        assertThat(announced).containsExactlyInAnyOrder(team, extra);
        var whole = Soon.get(callbacks.find(callback.id())).orElseThrow();
        assertThat(whole.entry().state()).isEqualTo(CallbackState.ROUTED);
        assertThat(whole.entry().route()).isEqualTo(Samples.ROUTE);
        assertThat(whole.entry().generation()).isEqualTo(7);
        assertThat(whole.entry().sender()).isEqualTo("shortcut");
        assertThat(JsonMapper.shared().readTree(whole.decision()))
                .isEqualTo(JsonMapper.shared().readTree("""
                                        {"let": {"amount": {"n": "1,000\\u0000"}},
                                         "senders": [{"name": "shortcut", "fits": true, "why": "its user agent"}],
                                         "rules": [{"name": "approvals", "fits": true, "why": "all fits"},
                                                   {"name": "other", "fits": false, "why": "method\\u0000"}],
                                         "problems": ["amount: no such key"]}
                                        """));
        assertThat(whole.entry().deliveries())
                .extracting(Callbacks.DeliveryEntry::id)
                .containsExactly(team, extra);
        var claims = Soon.get(deliveries.claim(announced, Duration.ofMinutes(1)));
        assertThat(claims)
                .extracting(Claim::rendered)
                .containsExactlyInAnyOrder(decision.deliveries().getFirst().rendered(), Rendered.PASS_THROUGH);
        assertThat(claims).extracting(Claim::adHoc).containsExactlyInAnyOrder(null, "{\"a\": 1}");
        assertThat(claims).allSatisfy(claim -> {
            assertThat(claim.route()).isEqualTo(Samples.ROUTE);
            assertThat(claim.generation()).isEqualTo(7);
            assertThat(claim.callback()).usingRecursiveComparison().isEqualTo(callback);
        });
    }

    @Test
    void whoRecordsADecisionMayHoldItsDeliveriesFromTheStart() {
        // given
        var lease = Duration.ofMinutes(1);
        var first = recorded();
        var second = recorded();
        var decision = Samples.routed(Samples.planned("ordered", "customer 7"), Samples.planned("team"));

        // when
        var recorded = Soon.get(
                decisions.record(List.of(new Decided(first, decision), new Decided(second, decision)), 1, lease));

        // then
        var held = DeliveryId.of(first.id(), "approvals", "team");
        assertThat(recorded.deliveries())
                .containsExactlyInAnyOrder(
                        DeliveryId.of(first.id(), "approvals", "ordered"),
                        DeliveryId.of(second.id(), "approvals", "ordered"),
                        DeliveryId.of(second.id(), "approvals", "team"));
        assertThat(Soon.get(deliveries.claim(List.of(held), lease))).isEmpty();
        clock.advance(lease);
        var claim = recorded.claims().getFirst();
        assertThat(recorded.claims()).hasSize(1);
        assertThat(claim)
                .usingRecursiveComparison()
                .ignoringFields("lease", "attempt")
                .isEqualTo(Soon.get(deliveries.claim(List.of(held), lease)).getFirst());
        assertThat(claim.attempt()).isEqualTo(1);
    }

    @Test
    void holdsNothingOfADecisionThatIsRecordedAlready() {
        // given
        var callback = recorded();
        var decided = List.of(new Decided(callback, Samples.routed(Samples.planned("team"))));
        Soon.get(decisions.record(decided, 0, Duration.ZERO));

        // when
        var again = Soon.get(decisions.record(decided, 5, Duration.ofMinutes(1)));

        // then
        assertThat(again.claims()).isEmpty();
        assertThat(Soon.get(deliveries.claim(
                        List.of(DeliveryId.of(callback.id(), "approvals", "team")), Duration.ofMinutes(1))))
                .hasSize(1);
    }

    @Test
    void aSecondDecisionChangesNothing() {
        // given
        var callback = recorded();
        record(callback, Samples.routed(Samples.planned("team")));
        var before = Soon.get(callbacks.find(callback.id())).orElseThrow();

        // when
        var again = record(callback, Samples.routed(Samples.planned("team"), Samples.planned("admin")));
        var other = record(callback, Samples.decision(CallbackState.FILTERED, "github"));

        // then
        assertThat(again).isEmpty();
        assertThat(other).isEmpty();
        assertThat(Soon.get(callbacks.find(callback.id())).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(before);
    }

    @Test
    void aDecisionThatIsRefusedDoesNotHoldUpTheOthers() {
        // given
        var good = recorded();
        var bad = recorded();
        var broken = new Decision(
                CallbackState.ROUTED,
                null,
                Samples.ROUTE,
                1,
                "github",
                Map.of("a", "not JSON"),
                List.of(),
                List.of(),
                List.of(),
                List.of(Samples.planned("team")));

        // when
        var announced = Soon.get(decisions
                .record(
                        List.of(new Decided(bad, broken), new Decided(good, Samples.routed(Samples.planned("team")))),
                        0,
                        Duration.ZERO)
                .map(Decisions.Recorded::deliveries));

        // then
        assertThat(announced).containsExactly(DeliveryId.of(good.id(), "approvals", "team"));
        assertThat(Soon.get(decisions.undecided(List.of(good.id(), bad.id()))))
                .extracting(Callback::id)
                .containsExactly(bad.id());
    }

    @Test
    void knowsWhichRulesDecided() {
        // given
        var decided = recorded();
        var unrouted = recorded();
        var undecided = recorded();
        record(decided, Samples.routed());
        record(unrouted, Decision.unrouted("no route"));

        // when, then
        assertThat(Soon.get(decisions.decidedBy(decided.id()))).contains(new DecidedBy(Samples.ROUTE, 3));
        assertThat(Soon.get(decisions.decidedBy(unrouted.id()))).isEmpty();
        assertThat(Soon.get(decisions.decidedBy(undecided.id()))).isEmpty();
        assertThat(Soon.get(decisions.decidedBy(CallbackId.next()))).isEmpty();
    }

    @Test
    void aReplayIsDueAtOnceAndKnowsWhatItRepeats() {
        // given
        var first = recorded();
        var replay = Samples.replay(
                first,
                new Replay(first.id(), Replay.Rules.NOW, List.of("team"), List.of("{\"type\": \"Slack\"}"), "github"));

        // when
        Soon.done(replays.add(replay));

        // then
        assertThat(Soon.get(decisions.undecided(List.of(replay.id()))))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(replay);
        assertThat(Soon.get(new Sweep(database.connectionFactory(), clock).callbacks(10, Duration.ofMinutes(1))))
                .contains(replay.id());
    }

    private Callback recorded() {
        var callback = Samples.callback();
        Soon.done(replays.add(callback));
        return callback;
    }

    private List<UUID> record(Callback callback, Decision decision) {
        return Soon.get(decisions
                .record(List.of(new Decided(callback, decision)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));
    }
}

package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Accounting.Cause;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries.GivenBack;
import com.callbackers.route.Decision;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

class SweepIT {

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays replays = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final Sweep sweep = new Sweep(database.connectionFactory(), clock);
    private final Accounting accounting = new Accounting(database.connectionFactory(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesWhatIsDueToOneOfThoseWhoAsk() {
        // given
        var ids = Stream.generate(this::recorded).map(Callback::id).limit(100).toList();

        // when
        var found = Soon.get(Flux.range(0, 4)
                .flatMap(i -> sweep.callbacks(60, AGAIN))
                .flatMapIterable(some -> some)
                .collectList());

        // then
        assertThat(found).doesNotHaveDuplicates().isSubsetOf(ids);
        assertThat(found.size()).isGreaterThanOrEqualTo(60);
    }

    @Test
    void comesAgainUntilItIsDecided() {
        // given
        var callback = recorded();

        // when, then
        assertThat(Soon.get(sweep.callbacks(10, AGAIN))).containsExactly(callback.id());
        assertThat(Soon.get(sweep.callbacks(10, AGAIN))).isEmpty();
        clock.advance(AGAIN);
        assertThat(Soon.get(sweep.callbacks(10, AGAIN))).containsExactly(callback.id());
        decide(callback, Samples.routed());
        clock.advance(AGAIN);
        assertThat(Soon.get(sweep.callbacks(10, AGAIN))).isEmpty();
    }

    @Test
    void findsDeliveriesWhoseAnnouncementWasLost() {
        // given
        var id = decide(recorded(), Samples.routed(Samples.planned("team"))).getFirst();

        // when, then
        assertThat(Soon.get(sweep.deliveries(10, AGAIN))).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(Soon.get(sweep.deliveries(10, AGAIN))).containsExactly(id);
        assertThat(Soon.get(sweep.deliveries(10, AGAIN))).isEmpty();
    }

    @Test
    void freesWhatADeadWorkerHeldAndNotesTheLostAttempt() {
        // given
        var callback = recorded();
        var id = decide(callback, Samples.routed(Samples.planned("team"))).getFirst();
        Soon.done(deliveries.claim(List.of(id), Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(1));

        // when
        var found = Soon.get(sweep.deliveries(10, AGAIN));

        // then
        assertThat(found).containsExactly(id);
        var whole = Soon.get(callbacks.find(callback.id())).orElseThrow();
        assertThat(whole.entry().deliveries().getFirst().state()).isEqualTo(DeliveryState.RETRYING);
        assertThat(whole.attempts()).singleElement().satisfies(attempt -> assertThat(attempt.error())
                .contains("worker ended"));
        assertThat(Soon.get(deliveries.claim(List.of(id), Duration.ofMinutes(1))))
                .singleElement()
                .satisfies(claim -> assertThat(claim.attempt()).isEqualTo(2));
    }

    @Test
    void leavesOutWhatWaitsForOneBeforeIt() {
        // given
        var first = decide(recorded(), Samples.routed(Samples.planned("team", "card")))
                .getFirst();
        decide(recorded(), Samples.routed(Samples.planned("team", "card")));
        clock.advance(Duration.ofSeconds(10));

        // when
        var found = Soon.get(sweep.deliveries(10, AGAIN));

        // then
        assertThat(found).containsExactly(first);
    }

    @Test
    void releasesWhatWasSuspendedOnceItsRouteIsInService() {
        // given
        var suspended = recorded();
        decide(suspended, Samples.decision(CallbackState.SUSPENDED, "github"));
        clock.advance(AGAIN);
        assertThat(Soon.get(sweep.callbacks(10, AGAIN))).isEmpty();
        assertThat(Soon.get(sweep.releaseRoutes(List.of("other/route")))).isZero();

        // when
        var released = Soon.get(sweep.releaseRoutes(List.of("other/route", Samples.ROUTE)));

        // then
        assertThat(released).isEqualTo(1);
        assertThat(Soon.get(sweep.callbacks(10, AGAIN))).containsExactly(suspended.id());
        assertThat(decide(suspended, Samples.routed(Samples.planned("team")))).hasSize(1);
    }

    @Test
    void countsWhatShouldHaveBeenDone() {
        // given
        recorded();
        decide(recorded(), Samples.decision(CallbackState.SUSPENDED, "github"));
        decide(recorded(), Samples.routed(Samples.planned("team", "card")));
        decide(recorded(), Samples.routed(Samples.planned("team", "card")));
        var held = decide(recorded(), Samples.routed(Samples.planned("team"))).getFirst();
        var claim = Soon.get(deliveries.claim(List.of(held), AGAIN)).getFirst();
        Soon.done(deliveries.giveBack(
                List.of(new GivenBack(claim, clock.instant().plus(Duration.ofHours(1)), "suspended"))));

        // when, then
        assertThat(unaccounted()).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        Soon.done(sweep.callbacks(10, AGAIN));
        Soon.done(sweep.deliveries(10, AGAIN));
        assertThat(unaccounted()).isEqualTo(Map.of(Cause.UNDECIDED, 1L, Cause.UNATTEMPTED, 1L));
    }

    @Test
    void countsAttemptsThatNobodyHeardOf() {
        // given
        var delivery =
                decide(recorded(), Samples.routed(Samples.planned("team"))).getFirst();
        Soon.get(deliveries.claim(List.of(delivery), AGAIN));

        // when
        clock.advance(AGAIN.plus(Duration.ofMinutes(2)));

        // then
        assertThat(unaccounted()).isEqualTo(Map.of(Cause.UNRECORDED, 1L));
        Soon.done(sweep.deliveries(10, AGAIN));
        assertThat(unaccounted()).isEqualTo(Map.of(Cause.UNATTEMPTED, 1L));
    }

    @Test
    void countsWhatNothingWouldLookForAgain() {
        // given
        recorded();
        decide(recorded(), Samples.routed(Samples.planned("team")));

        // when
        var rows = DatabaseClient.create(database.connectionFactory());
        Soon.done(rows.sql("update callbacks set due_at = null where state = 'received'")
                .then());
        Soon.done(rows.sql("update deliveries set due_at = null").then());

        // then
        assertThat(unaccounted()).isEqualTo(Map.of(Cause.CALLBACK_FORGOTTEN, 1L, Cause.DELIVERY_FORGOTTEN, 1L));
    }

    private Map<Cause, Long> unaccounted() {
        var counted = new EnumMap<Cause, Long>(Soon.get(accounting.unaccounted(Duration.ofMinutes(1))));
        counted.values().removeIf(count -> count == 0);
        return counted;
    }

    private Callback recorded() {
        var callback = Samples.callback();
        Soon.done(replays.add(callback));
        return callback;
    }

    private List<UUID> decide(Callback callback, Decision decision) {
        return Soon.get(decisions
                .record(List.of(new Decided(callback, decision)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries));
    }
}

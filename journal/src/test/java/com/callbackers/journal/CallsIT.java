package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Callbacks.Caller;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.route.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Who called, counted with each decision and summed up later. */
class CallsIT {

    private static final Instant LONG_AGO = Instant.EPOCH;

    private final Database database = Database.fresh();
    private final SettableClock clock = new SettableClock();
    private final Replays replays = new Replays(database.connectionFactory(), clock);
    private final Decisions decisions = new Decisions(database.connectionFactory(), clock);
    private final Deliveries deliveries = new Deliveries(database.connectionFactory(), clock);
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final Sweep sweep = new Sweep(database.connectionFactory(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void areTheSameBeforeAndAfterTheyAreSummedUp() {
        // given
        for (var batch = 0; batch < 3; batch++) {
            decide(List.of(recorded(CallbackId.next()), recorded(CallbackId.next())), Samples.routed());
            decide(List.of(recorded(CallbackId.next())), Samples.decision(CallbackState.UNROUTED, "unknown"));
        }
        var before = callers(LONG_AGO);

        // when
        Soon.done(Flux.range(0, 4).flatMap(i -> sweep.sumUp()).then());

        // then
        assertThat(before)
                .extracting(Caller::name, Caller::callbacks)
                .containsExactlyInAnyOrder(tuple("github", 6L), tuple(null, 3L));
        assertThat(callers(LONG_AGO)).isEqualTo(before);
        assertThat(count("calls")).isZero();
        assertThat(count("calls_by_hour")).isEqualTo(2);

        // when
        decide(List.of(recorded(CallbackId.next())), Samples.routed());
        Soon.done(sweep.sumUp());

        // then
        assertThat(callers(LONG_AGO)).extracting(Caller::callbacks).containsExactly(7L, 3L);
        assertThat(count("calls_by_hour")).isEqualTo(2);
    }

    @Test
    void countFromTheBeginningOfAnHour() {
        // given
        var hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
        var early = recorded(CallbackId.floor(hour.plusSeconds(1)));
        decide(List.of(early, recorded(CallbackId.floor(hour.plusSeconds(1800)))), Samples.routed());
        decide(List.of(recorded(CallbackId.floor(hour.minusMillis(1)))), Samples.routed());

        // when, then
        assertThat(callers(hour.plusSeconds(1800))).singleElement().satisfies(caller -> {
            assertThat(caller.callbacks()).isEqualTo(2);
            assertThat(caller.firstSeen()).isEqualTo(early.receivedAt());
        });
        assertThat(callers(hour.plusSeconds(1801))).isEmpty();
        assertThat(callers(hour.minusMillis(1))).extracting(Caller::callbacks).containsExactly(3L);
    }

    @Test
    void countOnceWhatASuspendedRouteKeeps() {
        // given
        var kept = recorded(CallbackId.next());
        decide(List.of(kept), Samples.decision(CallbackState.SUSPENDED, "github"));
        assertThat(callers(LONG_AGO)).extracting(Caller::callbacks).containsExactly(1L);

        // when
        Soon.done(sweep.sumUp());
        Soon.done(sweep.releaseRoutes(List.of(Samples.ROUTE)));

        // then
        assertThat(callers(LONG_AGO)).isEmpty();
        decide(List.of(kept), Samples.routed());
        decide(List.of(kept), Samples.routed());
        Soon.done(sweep.sumUp());
        assertThat(callers(LONG_AGO)).extracting(Caller::callbacks).containsExactly(1L);
    }

    @Test
    void countWhatWasRefusedByAnEdgeOrByARoute() {
        // given
        try (var appender = new Appender(database.connectionFactory(), ids -> {}, Appender.Settings.DEFAULT)) {
            Soon.done(appender.append(new Arrival(Samples.callback(), "too large")));
        }
        decide(List.of(recorded(CallbackId.next())), Samples.decision(CallbackState.REJECTED, "unknown"));

        // when
        Soon.done(sweep.sumUp());

        // then
        assertThat(callers(LONG_AGO)).extracting(Caller::callbacks).containsExactly(2L);
    }

    @Test
    void tellWhatFailsWhileItDoes() {
        // given
        var first = attempted(new Verdict.RetryAt(clock.instant().plusSeconds(5), "no answer"));
        attempted(new Verdict.Done());
        assertThat(callers(LONG_AGO))
                .extracting(Caller::failures, Caller::lastError)
                .containsExactly(tuple(0L, "no answer"));

        // when
        attempt(first, new Verdict.GiveUp("enough"));
        // then
        assertThat(callers(LONG_AGO))
                .extracting(Caller::failures, Caller::lastError)
                .containsExactly(tuple(1L, "no answer"));

        // when
        Soon.get(deliveries.retry(first));
        // then
        assertThat(callers(LONG_AGO))
                .extracting(Caller::failures, Caller::lastError)
                .containsExactly(tuple(0L, "no answer"));

        // when
        attempt(first, new Verdict.Done());
        // then
        assertThat(callers(LONG_AGO))
                .extracting(Caller::failures, Caller::lastError)
                .containsExactly(tuple(0L, null));
        assertThat(count("failing")).isZero();
    }

    private UUID attempted(Verdict verdict) {
        var callback = recorded(CallbackId.next());
        decide(List.of(callback), Samples.routed(Samples.planned("team")));
        var delivery = DeliveryId.of(callback.id(), "approvals", "team");
        attempt(delivery, verdict);
        return delivery;
    }

    private void attempt(UUID delivery, Verdict verdict) {
        var claim = Soon.get(deliveries.claim(List.of(delivery), Duration.ofMinutes(1)))
                .getFirst();
        clock.advance(Duration.ofSeconds(5));
        var sent = new Attempt.Sent("POST", "https://x", List.of(), null);
        var outcome = new Outcome.Unreachable("no answer", new Timings(1L, null, 1));
        Soon.done(deliveries.record(
                List.of(new Made(claim, new Attempt(claim.attempt(), clock.instant(), sent, outcome), verdict))));
    }

    private Callback recorded(UUID id) {
        var callback = Samples.callback(id, "x");
        Soon.done(replays.add(callback));
        return callback;
    }

    private void decide(List<Callback> some, Decision decision) {
        Soon.get(decisions.record(
                some.stream().map(callback -> new Decided(callback, decision)).toList(), 0, Duration.ZERO));
    }

    private List<Caller> callers(Instant since) {
        return Soon.get(callbacks.callers(Tenants.ALL, null, since));
    }

    private long count(String table) {
        return Soon.get(DatabaseClient.create(database.connectionFactory())
                .sql("select count(*) from " + table)
                .mapValue(Long.class)
                .one());
    }
}

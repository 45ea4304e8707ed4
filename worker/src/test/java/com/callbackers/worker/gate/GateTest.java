package com.callbackers.worker.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.route.Target.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class GateTest {

    private static final Duration FAST = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofSeconds(15);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Gate gate = new Gate(new VirtualClock(), time, () -> 0.5);

    @AfterEach
    void dispose() {
        time.dispose();
    }

    @Test
    void letsAsManyGoAsTheDestinationTakes() {
        // given
        var limits = limits(null, 1, 2);
        // when
        var entered = enter(3, limits);
        // then
        assertThat(entered).extracting(Entered::goes).containsExactly(true, true, false);
        // when
        gate.leaveWell(limits, FAST);
        // then
        assertThat(entered).extracting(Entered::goes).containsExactly(true, true, true);
    }

    @Test
    void turnsAwayWhoWaitedTooLong() {
        // given
        var limits = limits(null, 1, 1);
        var entered = enter(2, limits);
        var start = now();
        // when
        time.advanceTimeBy(Duration.ofSeconds(2));
        // then
        assertThat(entered.get(1).later()).isAfter(start.plusSeconds(2));
    }

    @Test
    void turnsAwayAtOnceWhereTheDestinationIsKnownToBeSlow() {
        // given
        var limits = limits(null, 1, 1);
        enter(1, limits);
        gate.leaveWell(limits, SLOW);
        enter(1, limits);
        // when
        var second = enter(3, limits);
        // then each comes back at a moment of its own
        assertThat(second).extracting(Entered::later).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(second).allSatisfy(entered -> assertThat(entered.later()).isAfter(now()));
    }

    @Test
    void keepsThePace() {
        // given
        var limits = limits(1.0, 1, 10);
        // when
        var entered = enter(10, limits);
        // then the first goes, two wait here for their second, the others come back second by second
        assertThat(entered.get(0).goes()).isTrue();
        assertThat(entered.stream().filter(e -> e.admission == null)).hasSize(2);
        assertThat(entered.stream().skip(3).map(Entered::later))
                .containsExactlyElementsOf(IntStream.range(3, 10)
                        .mapToObj(second -> now().plusSeconds(second))
                        .toList());
        // when
        time.advanceTimeBy(Duration.ofMillis(1100));
        // then
        assertThat(entered.stream().filter(Entered::goes)).hasSize(2);
    }

    @Test
    void letsABurstGoAtOnce() {
        assertThat(enter(5, limits(1.0, 3, 10)).stream().filter(Entered::goes)).hasSize(3);
    }

    @Test
    void letsThoseGoThatComeBackWhenTheyWereTold() {
        // given
        var limits = limits(1.0, 1, 10);
        var first = enter(30, limits);
        var all = new ArrayList<>(first);
        // when all come back as they are told, and newcomers press in between
        for (var second = 0; second < 60; second++) {
            time.advanceTimeBy(Duration.ofSeconds(1));
            all.stream()
                    .filter(e -> e.later() != null && !e.later().isAfter(now()))
                    .forEach(e -> e.again(limits));
            all.addAll(enter(1, limits));
            all.forEach(e -> e.leave(limits));
        }
        // then the pace was kept, and those that were there first were not left behind
        assertThat(all.stream().filter(Entered::went).count()).isBetween(50L, 61L);
        assertThat(first.stream().filter(Entered::went).count()).isEqualTo(30);
    }

    @Test
    void opensAfterFailuresInARowAndProbes() {
        // given
        var limits = limits(null, 1, 10);
        fail(3, limits);
        // when
        var broken = enter(1, limits).getFirst();
        // then
        assertThat(broken.admission).isInstanceOfSatisfying(Admission.Broken.class, b -> {
            assertThat(b.until()).isAfterOrEqualTo(now().plusSeconds(30));
            assertThat(b.reason()).isEqualTo("the destination failed 3 times in a row and is asked again now and then");
        });
        // when
        time.advanceTimeBy(Duration.ofSeconds(30));
        var probes = enter(2, limits);
        // then one looks, the other waits for what it finds
        assertThat(probes).extracting(Entered::goes).containsExactly(true, false);
        // when
        gate.leaveWell(limits, FAST);
        // then
        assertThat(enter(2, limits)).extracting(Entered::goes).containsExactly(true, true);
    }

    @Test
    void staysOpenWhenTheProbeFails() {
        // given
        var limits = limits(null, 1, 10);
        fail(3, limits);
        time.advanceTimeBy(Duration.ofSeconds(30));
        enter(1, limits);
        // when
        gate.leaveFailed(limits, FAST);
        // then
        assertThat(enter(1, limits).getFirst().admission).isInstanceOf(Admission.Broken.class);
    }

    @Test
    void doesNotOpenForFailuresBetweenSuccessesOrLongAgo() {
        // given
        var limits = limits(null, 1, 10);
        // when
        fail(2, limits);
        enter(1, limits);
        gate.leaveWell(limits, FAST);
        fail(2, limits);
        time.advanceTimeBy(Duration.ofMinutes(6));
        fail(2, limits);
        // then
        assertThat(enter(1, limits).getFirst().goes()).isTrue();
    }

    @Test
    void tellsThoseWhoWaitWhenItOpens() {
        // given
        var limits = limits(null, 1, 1);
        fail(2, limits);
        var entered = enter(2, limits);
        // when
        gate.leaveFailed(limits, FAST);
        // then
        assertThat(entered.get(1).admission).isInstanceOf(Admission.Broken.class);
    }

    @Test
    void pausesAsTheDestinationAsks() {
        // given
        var limits = limits(null, 1, 10);
        // when
        gate.pause(now().plusSeconds(20));
        // then
        assertThat(enter(1, limits).getFirst().later()).isAfterOrEqualTo(now().plusSeconds(20));
        // when
        time.advanceTimeBy(Duration.ofSeconds(20));
        // then
        assertThat(enter(1, limits).getFirst().goes()).isTrue();
    }

    @Test
    void isIdleOnlyWhenNothingOfItMatters() {
        // given
        var limits = limits(null, 1, 10);
        enter(1, limits);
        time.advanceTimeBy(Duration.ofHours(1));
        // then
        assertThat(gate.idleSince(now())).isFalse();
        // when
        gate.leaveWell(limits, FAST);
        // then
        assertThat(gate.idleSince(now())).isTrue();
    }

    private void fail(int times, Limits limits) {
        for (var i = 0; i < times; i++) {
            enter(1, limits);
            gate.leaveFailed(limits, FAST);
        }
    }

    private List<Entered> enter(int count, Limits limits) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Entered().again(limits))
                .toList();
    }

    private static Limits limits(@Nullable Double perSecond, int burst, int concurrency) {
        return new Limits(perSecond, burst, concurrency, 3, Duration.ofMinutes(5), Duration.ofSeconds(30));
    }

    private Instant now() {
        return new VirtualClock().instant();
    }

    private final class Entered {
        private final UUID delivery = UUID.randomUUID();
        private @Nullable Admission admission;
        private boolean went;

        Entered again(Limits limits) {
            admission = null;
            gate.enter(delivery, limits).subscribe(given -> admission = given);
            return this;
        }

        void leave(Limits limits) {
            if (goes() && !went) {
                went = true;
                gate.leaveWell(limits, FAST);
            }
        }

        boolean went() {
            return went;
        }

        boolean goes() {
            return admission instanceof Admission.Go;
        }

        @Nullable
        Instant later() {
            return admission instanceof Admission.Later later ? later.at() : null;
        }
    }

    private final class VirtualClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-01-01T00:00:00Z").plusMillis(time.now(TimeUnit.MILLISECONDS));
        }
    }
}

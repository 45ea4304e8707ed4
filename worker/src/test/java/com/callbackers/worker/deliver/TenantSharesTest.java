package com.callbackers.worker.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class TenantSharesTest {

    private static final long FAST = Duration.ofMillis(5).toNanos();
    private static final long SLOW = Duration.ofSeconds(10).toNanos();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TenantShares shares = new TenantShares(8, time);

    @AfterEach
    void dispose() {
        time.dispose();
    }

    @Test
    void aTenantActsWithHalfOfTheHands() {
        // when
        var one = take("one", 5);
        var other = take("other", 4);
        // then
        assertThat(one).containsExactly(true, true, true, true);
        assertThat(other).containsExactly(true, true, true, true);
    }

    @Test
    void whoseHandsSoonComeFreeWaits() {
        // given
        var answers = take("one", 6);
        // when
        shares.give("one", FAST);
        shares.give("one", FAST);
        // then
        assertThat(answers).hasSize(6).containsOnly(true);
    }

    @Test
    void whoWaitsInVainIsTurnedAwayAndThoseAfterItAtOnce() {
        // given
        var answers = take("one", 5);
        // when
        time.advanceTimeBy(Duration.ofMillis(500));
        // then
        assertThat(answers).containsExactly(true, true, true, true, false);
        // when
        var later = take("one", 2);
        // then
        assertThat(later).containsExactly(false, false);
    }

    @Test
    void whoseHandsAreHeldForLongIsTurnedAwayAtOnce() {
        // given
        take("one", 4);
        shares.give("one", SLOW);
        // when
        var answers = take("one", 2);
        // then
        assertThat(answers).containsExactly(true, false);
    }

    @Test
    void whoTurnedFastAgainWaitsAgain() {
        // given
        take("one", 5);
        time.advanceTimeBy(Duration.ofMillis(500));
        // when
        for (var i = 0; i < 100; i++) {
            shares.give("one", FAST);
            assertThat(take("one", 1)).containsExactly(true);
        }
        var answers = take("one", 1);
        shares.give("one", FAST);
        // then
        assertThat(answers).containsExactly(true);
    }

    /** The answers so far, in the list that later ones come to. */
    private List<Boolean> take(String tenant, int times) {
        var answers = new ArrayList<Boolean>();
        for (var i = 0; i < times; i++) {
            shares.take(tenant).subscribe(answers::add);
        }
        return answers;
    }
}

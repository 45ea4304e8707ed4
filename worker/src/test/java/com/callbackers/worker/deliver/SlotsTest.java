package com.callbackers.worker.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class SlotsTest {

    private static final Duration SOON = Duration.ofMillis(200);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Slots slots = new Slots(4, time);

    @AfterEach
    void dispose() {
        time.dispose();
    }

    @Test
    void whoAsksFirstIsServedFirst() {
        // given
        var served = new ArrayList<String>();
        slots.take(3).subscribe();
        slots.take(4).subscribe(nothing -> {}, error -> {}, () -> served.add("many"));
        slots.take(1).subscribe(nothing -> {}, error -> {}, () -> served.add("one"));
        // when
        slots.give(3);
        // then
        assertThat(served).containsExactly("many");
        // when
        slots.give(4);
        // then
        assertThat(served).containsExactly("many", "one");
        assertThat(slots.taken()).isEqualTo(1);
    }

    @Test
    void whoWaitsNoLongerIsOutOfTheWay() {
        // given
        slots.take(3).subscribe();
        var first = take(2);
        var second = take(1);
        // when
        time.advanceTimeBy(SOON);
        // then
        assertThat(first).containsExactly(false);
        assertThat(second).containsExactly(true);
        assertThat(slots.taken()).isEqualTo(4);
    }

    private List<Boolean> take(int count) {
        var answers = new ArrayList<Boolean>();
        slots.take(count, SOON).subscribe(answers::add);
        time.advanceTimeBy(Duration.ofMillis(1));
        return answers;
    }
}

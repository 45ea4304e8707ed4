package com.callbackers.worker.gate;

import com.callbackers.route.Target.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/**
 * Spreads deliveries over time: so many a second with a burst. Those that are turned away are each promised a moment of
 * their own, so that they come back one by one and not all at once.
 */
final class Pace {

    /** Promises further ahead would outlive what they were reckoned from. */
    private static final Duration HORIZON = Duration.ofSeconds(30);

    private static final Duration NOT_BEFORE = Duration.ofMillis(200);

    private final DoubleSupplier random;
    private final Map<UUID, Instant> promises = new HashMap<>();
    private Instant spent = Instant.EPOCH;
    private Instant promised = Instant.EPOCH;

    Pace(DoubleSupplier random) {
        this.random = random;
    }

    /** The moment a delivery may go at; where there is a pace, those with a promise come before those that are new. */
    Instant next(UUID delivery, Instant now, Limits limits) {
        var free = spent.minus(interval(limits).multipliedBy(Math.max(0, limits.burst() - 1)));
        var slot = later(now, free);
        return limits.perSecond() == null || promises.containsKey(delivery) ? slot : later(slot, promised);
    }

    /** Uses up what {@link #next} gave. */
    void take(UUID delivery, Instant slot, Limits limits) {
        promises.remove(delivery);
        spent = later(spent, slot).plus(interval(limits));
    }

    /**
     * When a delivery that is turned away should come back.
     *
     * @param interval from one delivery to the next, as the destination takes them
     */
    Instant promise(UUID delivery, Instant now, Duration interval) {
        promises.remove(delivery);
        var at = later(promised, later(spent, now.plus(NOT_BEFORE)));
        if (at.isAfter(now.plus(HORIZON))) {
            return now.plus(HORIZON).plusMillis((long) (random.getAsDouble() * HORIZON.toMillis()));
        }
        promised = at.plus(interval);
        promises.put(delivery, at);
        return at;
    }

    /** Forgets promises that were not taken up, by a delivery that went elsewhere or ended. */
    void forget(Instant now) {
        promises.values().removeIf(at -> at.isBefore(now.minus(HORIZON)));
    }

    boolean idle() {
        return promises.isEmpty();
    }

    static Duration interval(Limits limits) {
        var perSecond = limits.perSecond();
        return perSecond == null || perSecond <= 0
                ? Duration.ZERO
                : Duration.ofNanos(Math.round(1_000_000_000 / perSecond));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

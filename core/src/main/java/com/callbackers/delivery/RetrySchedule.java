package com.callbackers.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a delivery that failed is tried again: one entry a retry, spread by jitter. */
public record RetrySchedule(List<Duration> delays, int jitterPercent) {

    public static final RetrySchedule DEFAULT = new RetrySchedule(
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(10)),
            20);

    public RetrySchedule {
        delays = List.copyOf(delays);
    }

    /**
     * The moment of the next attempt, or nothing when the schedule has ended.
     *
     * @param attempts attempts made so far, at least 1
     * @param random a number from 0 to 1
     */
    public Optional<Instant> next(int attempts, Instant now, DoubleSupplier random) {
        if (attempts > delays.size()) {
            return Optional.empty();
        }
        var delay = delays.get(attempts - 1).toMillis();
        var spread = (2 * random.getAsDouble() - 1) * jitterPercent / 100;
        return Optional.of(now.plusMillis(Math.round(delay * (1 + spread))));
    }
}

package com.callbackers.journal;

import java.time.LocalDate;
import reactor.core.publisher.Mono;

/** A partition a day (UTC) for callbacks, deliveries and attempts. */
public final class Partitions {

    /** Makes those that are missing, from yesterday on. */
    public Mono<Void> ensure(int daysAhead) {
        throw new UnsupportedOperationException();
    }

    /** Drops whole days before a date. */
    public Mono<Integer> dropBefore(LocalDate day) {
        throw new UnsupportedOperationException();
    }
}

package com.callbackers.journal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Finds what is due and was not done: messages lost, leases over, retries come, holds lifted. */
public final class Sweep {

    /** Callbacks that are due, at most {@code limit}; each is due again {@code again} later unless it is decided. */
    public Mono<List<UUID>> callbacks(int limit, Duration again) {
        throw new UnsupportedOperationException();
    }

    /** Deliveries that are due; those whose lease is over are free again, the attempt that was lost noted. */
    public Mono<List<UUID>> deliveries(int limit, Duration again) {
        throw new UnsupportedOperationException();
    }

    /** Callbacks recorded while one of these routes was suspended are due now. */
    public Mono<Long> releaseRoutes(Collection<String> inService) {
        throw new UnsupportedOperationException();
    }
}

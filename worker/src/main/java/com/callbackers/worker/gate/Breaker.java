package com.callbackers.worker.gate;

import com.callbackers.route.Target.Limits;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Opens when a destination failed so many times within a window without one success in between, and then lets one
 * delivery through now and again to see. A destination that answers some requests well is not cut off.
 */
final class Breaker {

    private final Deque<Instant> failures = new ArrayDeque<>();
    private @Nullable Instant nextProbe;
    private boolean probing;

    /** The moment of the next probe while it is open; null while it is closed. */
    @Nullable
    Instant openUntil() {
        return nextProbe;
    }

    /** Whether this delivery is the one that looks whether the destination is back. */
    boolean probe(Instant now) {
        if (nextProbe == null || probing || now.isBefore(nextProbe)) {
            return false;
        }
        probing = true;
        return true;
    }

    void succeeded() {
        failures.clear();
        nextProbe = null;
        probing = false;
    }

    void failed(Instant now, Limits limits) {
        failures.addLast(now);
        while (!failures.isEmpty()
                && (failures.size() > limits.breakerFailures()
                        || failures.getFirst().isBefore(now.minus(limits.breakerWindow())))) {
            failures.removeFirst();
        }
        if (nextProbe != null || failures.size() >= limits.breakerFailures()) {
            nextProbe = now.plus(limits.probeEvery());
        }
        probing = false;
    }

    /** The attempt says nothing about the destination. */
    void undecided() {
        probing = false;
    }

    boolean idle() {
        return nextProbe == null && failures.isEmpty();
    }
}

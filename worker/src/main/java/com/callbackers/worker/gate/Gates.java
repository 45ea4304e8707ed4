package com.callbackers.worker.gate;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.scheduler.Scheduler;

/** The gates of the destinations in use, by {@code Target.key()}. */
public final class Gates {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Scheduler timer;

    public Gates(Clock clock, Scheduler timer) {
        this.clock = clock;
        this.timer = timer;
    }

    public Gate of(String key) {
        return gates.computeIfAbsent(
                key,
                k -> new Gate(clock, timer, () -> ThreadLocalRandom.current().nextDouble()));
    }

    /** Lets go of gates that have stood idle; one that is asked for meanwhile starts afresh. */
    public void evictIdle() {
        gates.values().removeIf(gate -> gate.idleSince(clock.instant().minus(IDLE)));
    }

    public int size() {
        return gates.size();
    }
}

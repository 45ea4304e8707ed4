package com.callbackers.worker.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * No tenant, however many destinations it has that do not answer, acts with more than half of a worker's hands. Whose
 * hands soon come free waits for them; whose do not is turned away.
 */
final class TenantShares {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final int most;
    private final Scheduler timer;
    private final Map<String, Share> shares = new HashMap<>();

    /** @param all that the worker has in hand at most */
    TenantShares(int all, Scheduler timer) {
        this.most = Math.max(1, all / 2);
        this.timer = timer;
    }

    private static final class Share {

        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int held;
        private boolean timed;
        private double averageNanos;

        private void freedAfter(long nanos) {
            averageNanos = averageNanos == 0 ? nanos : 0.9 * averageNanos + 0.1 * nanos;
        }
    }

    private record Waiting(MonoSink<Boolean> sink, long sinceNanos) {}

    /** Whether there is room for one more, or soon is; if so, it is to be given back. */
    Mono<Boolean> take(String tenant) {
        return Mono.create(sink -> {
            var now = ask(tenant, sink);
            if (now != null) {
                sink.success(now);
            }
        });
    }

    private synchronized @Nullable Boolean ask(String tenant, MonoSink<Boolean> sink) {
        var share = shares.computeIfAbsent(tenant, name -> new Share());
        if (share.held < most) {
            share.held++;
            return true;
        }
        if (share.averageNanos / most * (share.waiting.size() + 1) >= PATIENCE.toNanos()) {
            return false;
        }
        var now = timer.now(TimeUnit.NANOSECONDS);
        share.waiting.addLast(new Waiting(sink, now));
        time(tenant, share, now);
        return null;
    }

    private void time(String tenant, Share share, long now) {
        var first = share.waiting.peekFirst();
        if (first != null && !share.timed) {
            share.timed = true;
            var left = PATIENCE.toNanos() - (now - first.sinceNanos());
            timer.schedule(() -> turnAway(tenant), left, TimeUnit.NANOSECONDS);
        }
    }

    /** @param heldNanos since it was taken */
    void give(String tenant, long heldNanos) {
        var next = next(tenant, heldNanos);
        if (next != null) {
            next.sink().success(true);
        }
    }

    private synchronized @Nullable Waiting next(String tenant, long heldNanos) {
        var share = shares.get(tenant);
        if (share == null) {
            return null;
        }
        share.freedAfter(heldNanos);
        var next = share.waiting.pollFirst();
        if (next == null && --share.held == 0) {
            shares.remove(tenant);
        }
        return next;
    }

    private void turnAway(String tenant) {
        late(tenant).forEach(waiting -> waiting.sink().success(false));
    }

    /** Where some waited in vain, no hand is free soon: nobody waits any more until that changes. */
    private synchronized Deque<Waiting> late(String tenant) {
        var late = new ArrayDeque<Waiting>();
        var share = shares.get(tenant);
        if (share == null) {
            return late;
        }
        var now = timer.now(TimeUnit.NANOSECONDS);
        while (!share.waiting.isEmpty() && now - share.waiting.getFirst().sinceNanos() >= PATIENCE.toNanos()) {
            late.add(share.waiting.removeFirst());
        }
        if (!late.isEmpty()) {
            share.averageNanos = Math.max(share.averageNanos, (double) PATIENCE.toNanos() * most);
        }
        share.timed = false;
        time(tenant, share, now);
        return late;
    }
}

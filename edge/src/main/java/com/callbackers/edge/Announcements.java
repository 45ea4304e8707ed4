package com.callbackers.edge;

import com.callbackers.queue.Gathering;
import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Tells workers what was recorded. Nothing waits for this: what they are not told of, the sweep finds. */
final class Announcements implements AutoCloseable {

    /** A broker that hangs must not fill the memory. */
    private static final int MOST_WAITING = 64 * WorkQueue.BATCH;

    /** A message costs the broker far more than an id in one: unless it is at least half full, the next waits so long. */
    static final Duration PACE = Duration.ofMillis(5);

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final WorkQueue queue;
    private final EdgeMetrics metrics;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Gathering<UUID> gathering;

    Announcements(WorkQueue queue, EdgeMetrics metrics) {
        this.queue = queue;
        this.metrics = metrics;
        this.gathering =
                new Gathering<>(WorkQueue.BATCH, 1, this::send, (ids, failure) -> metrics.announced(ids.size(), false));
    }

    /** Each of a batch that was made durable together. */
    void announce(List<UUID> ids) {
        metrics.durable(ids.size());
        if (waiting.addAndGet(ids.size()) > MOST_WAITING) {
            waiting.addAndGet(-ids.size());
            metrics.announced(ids.size(), false);
            return;
        }
        gathering.add(ids).doFinally(end -> waiting.addAndGet(-ids.size())).subscribe();
    }

    private Mono<Void> send(List<UUID> ids) {
        if (ids.isEmpty()) { // only closing, which waits for its turn
            return Mono.empty();
        }
        var sent = Mono.fromCompletionStage(() -> queue.announce(Work.CALLBACKS, ids))
                .doOnSuccess(confirmed -> metrics.announced(ids.size(), true));
        return 2 * ids.size() < WorkQueue.BATCH ? sent.and(Mono.delay(PACE)) : sent;
    }

    /** What was announced is on its way then, unless the broker hangs. */
    @Override
    public void close() {
        gathering.add(List.of()).timeout(CLOSING).onErrorComplete().block();
    }
}

package com.callbackers.worker.announce;

import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Announces ids to all workers. While the broker is away this worker acts on them itself, so nothing stands still until
 * it is back.
 */
public final class Announcer {

    /** Beyond this, ids are left for a later sweep. */
    private static final int MOST_IN_HAND = 2048;

    /** So many messages in hand are work enough. */
    static final int BUSY = 16;

    private final WorkQueue queue;
    private final Map<Work, Function<List<UUID>, CompletionStage<Void>>> handlers = new ConcurrentHashMap<>();
    private final Map<Work, AtomicInteger> messages = new ConcurrentHashMap<>();
    private final AtomicInteger inHand = new AtomicInteger();

    public Announcer(WorkQueue queue) {
        this.queue = queue;
    }

    /** The handler gets the messages, and what cannot be announced. */
    public WorkQueue.Listening listen(Work work, Function<List<UUID>, CompletionStage<Void>> handler) {
        handlers.put(work, handler);
        var count = messages(work);
        return queue.listen(work, ids -> {
            count.incrementAndGet();
            return Mono.defer(() -> Mono.fromCompletionStage(handler.apply(ids)))
                    .doFinally(end -> count.decrementAndGet())
                    .toFuture();
        });
    }

    /** Whether messages wait for this worker, so that it need not look for more. */
    public boolean isBusy(Work work) {
        return messages(work).get() >= BUSY;
    }

    private AtomicInteger messages(Work work) {
        return messages.computeIfAbsent(work, none -> new AtomicInteger());
    }

    /** Completes once the ids are on their way; never fails, since what is lost here stays due in the journal. */
    public CompletionStage<Void> announce(Work work, Collection<UUID> ids) {
        return ids.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : queue.announce(work, ids).exceptionally(failure -> actOn(work, List.copyOf(ids)));
    }

    private Void actOn(Work work, List<UUID> ids) {
        var handler = handlers.get(work);
        for (var from = 0; handler != null && from < ids.size() && inHand.get() < MOST_IN_HAND; ) {
            var batch = new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + WorkQueue.BATCH)));
            inHand.addAndGet(batch.size());
            handler.apply(batch).whenComplete((done, failure) -> inHand.addAndGet(-batch.size()));
            from += batch.size();
        }
        return null;
    }
}

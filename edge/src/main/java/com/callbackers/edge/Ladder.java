package com.callbackers.edge;

import com.callbackers.callback.Durability;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.NotDurableException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Makes an arrival durable on the first rung that holds: the journal, else the queue.
 *
 * <p>A write that seemed to fail may have come through all the same. The queue's copy has the same id, so that nothing is
 * there twice in the end.
 */
final class Ladder {

    private final BiFunction<Arrival, Executor, Mono<Void>> journal;
    private final Function<Arrival, Mono<Void>> queue;

    /** Each completes once the arrival is durable there. */
    Ladder(BiFunction<Arrival, Executor, Mono<Void>> journal, Function<Arrival, Mono<Void>> queue) {
        this.journal = journal;
        this.queue = queue;
    }

    /** Without the second rung. */
    static Ladder of(BiFunction<Arrival, Executor, Mono<Void>> journal) {
        return new Ladder(journal, arrival -> Mono.error(new NotDurableException("The queue is not used")));
    }

    /**
     * Fails with {@link NotDurableException} when no rung holds.
     *
     * @param teller what the journal tells on
     */
    Mono<Durability> keep(Arrival arrival, Executor teller) {
        return Mono.defer(() -> journal.apply(arrival, teller))
                .thenReturn(Durability.JOURNAL)
                .onErrorResume(NotDurableException.class, away -> queued(arrival, away));
    }

    private Mono<Durability> queued(Arrival arrival, NotDurableException away) {
        return queue.apply(arrival)
                .thenReturn(Durability.QUEUE)
                .onErrorMap(failure -> new NotDurableException(away.getMessage() + ", and so is the queue", failure));
    }
}

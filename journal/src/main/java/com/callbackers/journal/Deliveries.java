package com.callbackers.journal;

import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Claims deliveries with a lease, and records what came of them. */
public final class Deliveries {

    /** An attempt and what it means, to be recorded together. */
    public record Made(Claim claim, Attempt attempt, Verdict verdict) {}

    /** Compare-and-set: those of the ids that are due and nobody holds are now held until the lease ends. */
    public Mono<List<Claim>> claim(Collection<UUID> ids, Duration lease) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes attempts and verdicts in one transaction. A claim whose lease has passed to another keeps its attempt
     * and changes nothing else.
     *
     * @return deliveries that may go now because one before them in their order has ended
     */
    public Mono<List<UUID>> record(List<Made> made) {
        throw new UnsupportedOperationException();
    }

    /** Gives a claim back without an attempt: it is {@code waiting}, and due again at a moment. */
    public Mono<Void> wait(Claim claim, Instant until, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Gives a claim back without an attempt and without a change of state: due again at a moment. */
    public Mono<Void> postpone(Claim claim, Instant until) {
        throw new UnsupportedOperationException();
    }

    /** Makes a delivery due at once, whatever its state but in hand. Nothing when there is no such delivery. */
    public Mono<Optional<UUID>> retry(UUID delivery) {
        throw new UnsupportedOperationException();
    }

    /** Ends an open delivery. False when it is not open. Empty when there is none. */
    public Mono<Optional<Boolean>> cancel(UUID delivery) {
        throw new UnsupportedOperationException();
    }
}

package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.route.Decision;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Loads callbacks that need a decision, and records what was decided. */
public final class Decisions {

    /** A callback with its decision. */
    public record Decided(Callback callback, Decision decision) {}

    /** Which route and generation decided a callback. */
    public record DecidedBy(String route, long generation) {}

    /** Those of the ids that are still to be decided, bodies included, in one query. */
    public Mono<List<Callback>> undecided(Collection<UUID> ids) {
        throw new UnsupportedOperationException();
    }

    /**
     * One transaction for all; a callback that has been decided meanwhile stays as it is.
     *
     * @return the deliveries to announce
     */
    public Mono<List<UUID>> record(List<Decided> decided) {
        throw new UnsupportedOperationException();
    }

    /** Which rules a replay of a callback by the rules of then goes by; nothing where none had decided. */
    public Mono<Optional<DecidedBy>> decidedBy(UUID callback) {
        throw new UnsupportedOperationException();
    }
}

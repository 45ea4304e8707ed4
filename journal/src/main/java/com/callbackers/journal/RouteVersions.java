package com.callbackers.journal;

import java.util.Optional;
import reactor.core.publisher.Mono;

/** Each generation of each route as it was, so that a callback can be replayed by the rules of then. Holds no secrets. */
public final class RouteVersions {

    /** Keeps the resource of a generation; the first one written stays. */
    public Mono<Void> remember(String route, long generation, String resource) {
        throw new UnsupportedOperationException();
    }

    /** For rules that come without a generation: the latest one when its resource is the same, else a new one, kept. */
    public Mono<Long> generation(String route, String resource) {
        throw new UnsupportedOperationException();
    }

    public Mono<Optional<String>> find(String route, long generation) {
        throw new UnsupportedOperationException();
    }
}

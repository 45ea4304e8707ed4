package com.callbackers.journal;

import reactor.core.publisher.Mono;

/** Writes arrivals down, those of concurrent requests together: one COPY, one commit. */
public final class Appender implements AutoCloseable {

    /** Completes once the arrival is durable; then its id is announced beside. Fails with {@link NotDurableException}. */
    public Mono<Void> append(Arrival arrival) {
        throw new UnsupportedOperationException();
    }

    /** Writes what is waiting, then lets go of the connection. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}

package com.callbackers.edge;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all bodies together may take while they are not yet durable. */
final class Room {

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    Room(long bytes) {
        this.bytes = bytes;
    }

    boolean take(long more) {
        if (taken.addAndGet(more) <= bytes) {
            return true;
        }
        taken.addAndGet(-more);
        return false;
    }

    void giveBack(long less) {
        taken.addAndGet(-less);
    }

    long taken() {
        return taken.get();
    }
}

package com.callbackers.bench.load;

import org.jspecify.annotations.Nullable;

/** A request and what came of it. */
public final class Sent {

    private final long at;
    private volatile long answeredAt;
    private volatile int status;
    private volatile @Nullable String id;
    private volatile String durability = "";

    Sent(long at) {
        this.at = at;
    }

    /** When it was due, so that a stall is not hidden by sending later. */
    public long at() {
        return at;
    }

    /** Whether there is an answer, or none will come. */
    public boolean isOver() {
        return answeredAt != 0;
    }

    public long answeredAt() {
        return answeredAt;
    }

    /** 0: none came. */
    public int status() {
        return status;
    }

    public boolean isAccepted() {
        return status >= 200 && status < 300;
    }

    /** Of an accepted one. */
    public @Nullable String id() {
        return id;
    }

    public String durability() {
        return durability;
    }

    void answered(int answer, @Nullable String callback, String durable) {
        id = callback;
        durability = durable;
        status = answer;
        answeredAt = System.nanoTime();
    }

    void unanswered() {
        answeredAt = System.nanoTime();
    }
}

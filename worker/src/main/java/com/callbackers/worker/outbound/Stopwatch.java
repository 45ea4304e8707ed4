package com.callbackers.worker.outbound;

import com.callbackers.delivery.Timings;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures one attempt; written by the connection's thread, read by the timer's as well. */
final class Stopwatch {

    private final long start = System.nanoTime();
    private volatile @Nullable Long connectMillis;
    private volatile @Nullable Long firstByteMillis;

    /** @param fresh false: a connection that was there already */
    void connected(boolean fresh) {
        connectMillis = fresh ? elapsed() : 0L;
    }

    void answered() {
        firstByteMillis = elapsed();
    }

    boolean hasConnected() {
        return connectMillis != null;
    }

    boolean hasAnswer() {
        return firstByteMillis != null;
    }

    Timings timings() {
        return new Timings(connectMillis, firstByteMillis, elapsed());
    }

    private long elapsed() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}

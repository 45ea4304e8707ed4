package com.callbackers.journal;

import com.callbackers.callback.Callback;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.MonoSink;

/** What waits for the writer; bounded in number and bytes, and shut while the database is away. */
final class ArrivalQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ArrivalQueue.class);

    /** A callback's fixed parts, roughly. */
    private static final int OVERHEAD = 200;

    /** An arrival and whom to tell, where. */
    record Waiting(Arrival arrival, MonoSink<Void> sink, Executor teller, long bytes, long sinceNanos) {

        static Waiting of(Arrival arrival, MonoSink<Void> sink, Executor teller) {
            return new Waiting(arrival, sink, teller, bytes(arrival.callback()), System.nanoTime());
        }

        void succeed() {
            tell(sink::success);
        }

        void fail(NotDurableException why) {
            tell(() -> sink.error(why));
        }

        /** One caller's trouble with the news must not keep it from the others. */
        private void tell(Runnable news) {
            try {
                news.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a caller failed when told what became of its arrival");
            }
        }

        private static long bytes(Callback callback) {
            var bytes = (long) OVERHEAD + callback.body().length;
            for (var header : callback.headers()) {
                bytes += header.name().length() + header.value().length() + 2;
            }
            return bytes;
        }
    }

    private final int maxWaiting;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private @Nullable NotDurableException shut;
    private boolean closed;

    ArrivalQueue(int maxWaiting, long maxBytes) {
        this.maxWaiting = maxWaiting;
        this.maxBytes = maxBytes;
    }

    /** Nothing when it was taken, else why not. */
    @Nullable
    NotDurableException offer(Waiting arrival) {
        lock.lock();
        try {
            if (closed) {
                return new NotDurableException("The journal is closing");
            }
            if (shut != null) {
                return shut;
            }
            if (waiting.size() >= maxWaiting || bytes + arrival.bytes() > maxBytes) {
                return new NotDurableException("Too much is waiting for the journal");
            }
            waiting.add(arrival);
            bytes += arrival.bytes();
            changed.signal();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next ones, as many as there are up to the bounds; none once it is closed and empty. */
    List<Waiting> take(int maxBatch, long maxBatchBytes) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            var batch = new ArrayList<Waiting>(Math.min(maxBatch, waiting.size()));
            var batchBytes = 0L;
            while (batch.size() < maxBatch && batchBytes < maxBatchBytes && !waiting.isEmpty()) {
                var next = waiting.remove();
                bytes -= next.bytes();
                batchBytes += next.bytes();
                batch.add(next);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more until it is opened, for this reason. */
    List<Waiting> shut(NotDurableException why) {
        lock.lock();
        try {
            shut = why;
            var all = List.copyOf(waiting);
            waiting.clear();
            bytes = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = null;
        } finally {
            lock.unlock();
        }
    }

    /** What waits is still given out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Returns after a while, or as soon as it is closed. */
    void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            var nanos = time.toNanos();
            while (!closed && nanos > 0) {
                nanos = closing.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}

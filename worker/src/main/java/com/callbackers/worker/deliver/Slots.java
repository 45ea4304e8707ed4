package com.callbackers.worker.deliver;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** How many deliveries this worker has in hand at most; who asks first is served first. */
final class Slots {

    private final int all;
    private final Deque<Asking> asking = new ArrayDeque<>();
    private int free;

    private record Asking(int count, MonoSink<Void> sink) {}

    Slots(int all) {
        this.all = all;
        this.free = all;
    }

    /** Completes when so many slots are the caller's. */
    Mono<Void> take(int count) {
        return Mono.create(sink -> {
            synchronized (this) {
                asking.addLast(new Asking(count, sink));
            }
            serve();
        });
    }

    Mono<Void> takeAll() {
        return take(all);
    }

    void give(int count) {
        synchronized (this) {
            free += count;
        }
        serve();
    }

    synchronized int taken() {
        return all - free;
    }

    private void serve() {
        for (var next = next(); next != null; next = next()) {
            next.sink().success();
        }
    }

    private synchronized @Nullable Asking next() {
        var head = asking.peekFirst();
        if (head == null || head.count() > free) {
            return null;
        }
        free -= head.count();
        return asking.removeFirst();
    }
}

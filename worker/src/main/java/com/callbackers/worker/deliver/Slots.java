package com.callbackers.worker.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/** How many deliveries this worker has in hand at most; who asks first is served first. */
final class Slots {

    private final int all;
    private final Scheduler timer;
    private final Deque<Asking> asking = new ArrayDeque<>();
    private int free;

    private record Asking(int count, MonoSink<Boolean> sink, Disposable.Swap patience) {

        void answer(boolean served) {
            patience.dispose();
            sink.success(served);
        }
    }

    Slots(int all, Scheduler timer) {
        this.all = all;
        this.timer = timer;
        this.free = all;
    }

    /** Completes when so many slots are the caller's. */
    Mono<Void> take(int count) {
        return Mono.<Boolean>create(sink -> ask(new Asking(count, sink, Disposables.swap())))
                .then();
    }

    /** The same with an end: false when they have not become the caller's by then. */
    Mono<Boolean> take(int count, Duration patience) {
        return Mono.create(sink -> {
            var asking = new Asking(count, sink, Disposables.swap());
            asking.patience().update(timer.schedule(() -> giveUp(asking), patience.toMillis(), TimeUnit.MILLISECONDS));
            ask(asking);
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

    private void ask(Asking one) {
        synchronized (this) {
            asking.addLast(one);
        }
        serve();
    }

    private void giveUp(Asking one) {
        boolean waited;
        synchronized (this) {
            waited = asking.remove(one);
        }
        if (waited) {
            one.answer(false);
            serve();
        }
    }

    private void serve() {
        for (var next = next(); next != null; next = next()) {
            next.answer(true);
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

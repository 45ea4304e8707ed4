package com.callbackers.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Does things together: while some are under way the next gather, so that batches are as large as the load asks for. */
public final class Gathering<T> {

    private final int most;
    private final Function<List<T>, Mono<Void>> work;
    private final BiConsumer<List<T>, Throwable> lost;
    private final Deque<Entry<T>> waiting = new ArrayDeque<>();
    private int free;

    private record Entry<T>(List<T> things, MonoSink<Void> sink) {}

    /**
     * @param most things at once, unless more came together
     * @param abreast how often at the same time
     * @param lost told of what failed
     */
    public Gathering(int most, int abreast, Function<List<T>, Mono<Void>> work, BiConsumer<List<T>, Throwable> lost) {
        this.most = most;
        this.free = abreast;
        this.work = work;
        this.lost = lost;
    }

    /** Completes when these are done, or will not be. */
    public Mono<Void> add(List<T> things) {
        return Mono.create(sink -> {
            synchronized (this) {
                waiting.addLast(new Entry<>(things, sink));
            }
            goOn();
        });
    }

    private void goOn() {
        var batch = next();
        if (!batch.isEmpty()) {
            var things =
                    batch.stream().flatMap(entry -> entry.things().stream()).toList();
            Mono.defer(() -> work.apply(things))
                    .doOnError(failure -> lost.accept(things, failure))
                    .onErrorComplete()
                    .subscribe(nothing -> {}, failure -> done(batch), () -> done(batch));
        }
    }

    private synchronized List<Entry<T>> next() {
        var batch = new ArrayList<Entry<T>>();
        var size = 0;
        for (var head = waiting.peekFirst();
                head != null
                        && free > 0
                        && (batch.isEmpty() || size + head.things().size() <= most);
                head = waiting.peekFirst()) {
            batch.add(waiting.removeFirst());
            size += head.things().size();
        }
        free -= batch.isEmpty() ? 0 : 1;
        return batch;
    }

    private void done(List<Entry<T>> batch) {
        synchronized (this) {
            free++;
        }
        batch.forEach(entry -> entry.sink().success());
        goOn();
    }
}

package com.callbackers.worker.deliver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Writes things together: while one write is under way the next things gather. */
final class Gathering<T> {

    private static final int MOST = 128;

    private final Function<List<T>, Mono<Void>> write;
    private final BiConsumer<List<T>, Throwable> lost;
    private final Deque<Entry<T>> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Entry<T>(T thing, MonoSink<Void> sink) {}

    /** @param lost told of what could not be written */
    Gathering(Function<List<T>, Mono<Void>> write, BiConsumer<List<T>, Throwable> lost) {
        this.write = write;
        this.lost = lost;
    }

    /** Completes when the thing is written, or will not be. */
    Mono<Void> add(T thing) {
        return Mono.create(sink -> {
            synchronized (this) {
                waiting.addLast(new Entry<>(thing, sink));
            }
            writeNext();
        });
    }

    private void writeNext() {
        var batch = next();
        if (!batch.isEmpty()) {
            var things = batch.stream().map(Entry::thing).toList();
            Mono.defer(() -> write.apply(things))
                    .doOnError(failure -> lost.accept(things, failure))
                    .onErrorComplete()
                    .subscribe(nothing -> {}, failure -> done(batch), () -> done(batch));
        }
    }

    private synchronized List<Entry<T>> next() {
        if (writing) {
            return List.of();
        }
        var batch = new ArrayList<Entry<T>>();
        while (batch.size() < MOST && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        writing = !batch.isEmpty();
        return batch;
    }

    private void done(List<Entry<T>> batch) {
        synchronized (this) {
            writing = false;
        }
        batch.forEach(entry -> entry.sink().success());
        writeNext();
    }
}

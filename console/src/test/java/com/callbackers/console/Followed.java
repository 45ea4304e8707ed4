package com.callbackers.console;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What a stream has sent so far. */
final class Followed implements AutoCloseable {

    private final List<String> chunks = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Disposable subscription;

    Followed(Flux<String> stream) {
        this.subscription = stream.doFinally(signal -> ended.complete(null)).subscribe(chunks::add, error -> {});
    }

    String text() {
        return String.join("", chunks);
    }

    /** The data of each event. */
    List<String> events() {
        return text().lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .toList();
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        subscription.dispose();
    }
}

package com.callbackers.worker.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongBiFunction;
import reactor.core.publisher.Mono;

/** Keeps generations in memory, and can be away as a database can. */
final class Generations implements ToLongBiFunction<String, String> {

    private final Map<String, List<String>> kept = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    void away(boolean now) {
        away = now;
    }

    /** How often a generation was asked for. */
    int asked() {
        return asked.get();
    }

    @Override
    public synchronized long applyAsLong(String route, String resource) {
        asked.incrementAndGet();
        if (away) {
            throw new IllegalStateException("no database");
        }
        var versions = kept.computeIfAbsent(route, name -> new ArrayList<>());
        if (versions.isEmpty() || !versions.getLast().equals(resource)) {
            versions.add(resource);
        }
        return versions.size();
    }

    synchronized Mono<Optional<String>> find(String route, long generation) {
        var versions = kept.getOrDefault(route, List.of());
        return Mono.just(
                generation < 1 || generation > versions.size()
                        ? Optional.empty()
                        : Optional.of(versions.get((int) generation - 1)));
    }
}

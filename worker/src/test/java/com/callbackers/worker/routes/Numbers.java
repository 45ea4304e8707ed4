package com.callbackers.worker.routes;

import com.callbackers.journal.RouteVersions.Given;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives each generation as its number, and can be away as a database can. */
final class Numbers implements Function<Collection<Given>, Map<String, Long>> {

    private final List<Given> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile long more;

    void away(boolean now) {
        away = now;
    }

    /** As if the journal had older routes of the same names. */
    void add(long generations) {
        more = generations;
    }

    List<Given> asked() {
        return new ArrayList<>(asked);
    }

    @Override
    public Map<String, Long> apply(Collection<Given> given) {
        asked.addAll(given);
        if (away) {
            throw new IllegalStateException("no database");
        }
        return given.stream().collect(Collectors.toMap(Given::route, one -> one.generation() + more));
    }
}

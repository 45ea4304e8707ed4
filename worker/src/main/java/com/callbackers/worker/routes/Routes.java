package com.callbackers.worker.routes;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.Problem;
import com.callbackers.compiler.RefusedActionException;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.journal.RouteVersions;
import com.callbackers.route.Action;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The routes that this worker acts by; a change swaps all of it in one reference. */
public final class Routes {

    private final Ground nothing;
    private final BiFunction<String, Long, Mono<Optional<String>>> versions;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;
    private volatile boolean loaded;

    public Routes(RouteSettings settings, RouteVersions versions) {
        this(new RouteCompiler(settings.baseDomain()), versions::find);
    }

    Routes(RouteCompiler compiler, BiFunction<String, Long, Mono<Optional<String>>> versions) {
        this.nothing = new Ground(compiler, KnownReferences.NONE);
        this.versions = versions;
        this.state = new State(RouteTable.EMPTY, route -> Optional.empty());
    }

    /** What is at work at one moment, and the earlier generations that were asked for, compiled with its secrets. */
    private record State(
            RouteTable table, Function<String, Optional<Ground>> grounds, Map<Version, Compilation> earlier) {

        State(RouteTable table, Function<String, Optional<Ground>> grounds) {
            this(table, grounds, new ConcurrentHashMap<>());
        }
    }

    private record Version(String route, long generation) {}

    /** Whether the rules have been read: before that, a callback that no route wants may only be early. */
    public boolean loaded() {
        return loaded;
    }

    public RouteTable table() {
        return state.table();
    }

    /**
     * A generation of a route, with today's secrets and destinations; empty when it was never kept. An error is a
     * {@link RouteVersionException}, or what the journal gives.
     */
    public Mono<Optional<Route>> generation(String route, long generation) {
        return Mono.defer(() -> generation(state, new Version(route, generation)));
    }

    private Mono<Optional<Route>> generation(State now, Version version) {
        var current = now.table().named(version.route());
        if (current.isPresent() && current.get().generation() == version.generation()) {
            return Mono.just(current);
        }
        var earlier = now.earlier().get(version);
        if (earlier != null) {
            return Mono.fromCallable(() -> Optional.of(route(version, earlier)));
        }
        return versions.apply(version.route(), version.generation())
                .publishOn(Schedulers.parallel())
                .map(resource -> resource.map(json -> route(version, compile(now, version, json))));
    }

    private Compilation compile(State now, Version version, String json) {
        return now.earlier().computeIfAbsent(version, v -> {
            var read = ResourceReader.route(json);
            var ground = now.grounds().apply(version.route()).orElse(nothing);
            var compilation = ground.compiler().compile(read.resource(), version.generation(), ground.references());
            return read.problems().isEmpty() ? compilation : new Compilation.Refused(read.problems());
        });
    }

    private static Route route(Version version, Compilation compilation) {
        return switch (compilation) {
            case Compilation.Compiled compiled -> compiled.route();
            case Compilation.Refused refused ->
                throw new RouteVersionException("generation " + version.generation() + " of route " + version.route()
                        + " cannot be used: " + words(refused.problems()));
        };
    }

    /**
     * An action given with a replay, in the shape of a rule's action. Its expressions see what those of the route's
     * rules see, {@code let} included, and its references are looked for in the route's namespace.
     *
     * @param route namespace/name; null or unknown: no names but the callback's own and no references
     */
    public Action adHoc(@Nullable String route, String actionJson) throws InvalidActionException {
        var now = state;
        var known = route == null ? Optional.<Route>empty() : now.table().named(route);
        try {
            return known.isPresent()
                    ? adHoc(known.get(), now.grounds().apply(known.get().name()).orElse(nothing), actionJson)
                    : nothing.compiler().adHoc("none", actionJson, nothing.references());
        } catch (RefusedActionException e) {
            throw new InvalidActionException(words(e.problems()), e);
        }
    }

    private static Action adHoc(Route route, Ground ground, String actionJson) throws RefusedActionException {
        return ground.compiler().adHoc(namespace(route), route.let(), actionJson, ground.references());
    }

    /** Called after each change, on the thread that made it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** @param grounds what a route is compiled with, by its name; a route that is gone may have one still */
    void publish(RouteTable table, Function<String, Optional<Ground>> grounds) {
        state = new State(table, grounds);
        loaded = true;
        listeners.forEach(Runnable::run);
    }

    private static String namespace(Route route) {
        return route.name().substring(0, route.name().indexOf('/'));
    }

    private static String words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}

package com.callbackers.worker.routes;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Read;
import com.callbackers.compiler.Reason;
import com.callbackers.compiler.References;
import com.callbackers.compiler.ResourceFile;
import com.callbackers.compiler.ResourceWriter;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UsedReferences;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.route.Route;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What each route is worth: compiled when it or what it refers to has changed, its hosts claimed, its last good version
 * kept while it is bad. For one thread.
 */
final class RouteBook {

    private final RouteCompiler compiler;
    private Map<String, AtWork> atWork = new LinkedHashMap<>();
    private Map<CallbackRoute, Compiled> compiled = new HashMap<>();

    RouteBook(RouteCompiler compiler) {
        this.compiler = compiler;
    }

    /** A version that the worker acts by. */
    record AtWork(CallbackRoute resource, String canonical, Route route) {}

    /** Why a route's resource is not what the worker acts by. */
    record Objection(Reason reason, String told) {}

    /**
     * A route as it stands.
     *
     * @param resource as it was written last
     * @param atWork null when no version ever was good
     * @param objections to the resource; none: it is at work
     * @param lostHosts that the resource claims and another route holds
     */
    record Standing(
            String name,
            CallbackRoute resource,
            @Nullable AtWork atWork,
            List<Objection> objections,
            List<String> lostHosts) {}

    /** @param troubles told that are not about one route */
    record Page(KnownReferences references, List<Standing> routes, List<String> troubles) {}

    private record Compiled(UsedReferences used, Compilation compilation) {}

    /** A route of the files, on its way to a standing. */
    private static final class Candidate {

        private final String name;
        private final Read<CallbackRoute> read;
        private final List<String> fileTroubles;
        private final List<Objection> objections = new ArrayList<>();
        private final List<String> lostHosts = new ArrayList<>();

        @Nullable
        private Route route;

        Candidate(String name, Read<CallbackRoute> read, List<String> fileTroubles) {
            this.name = name;
            this.read = read;
            this.fileTroubles = fileTroubles;
        }

        void object(Problem problem) {
            objections.add(new Objection(problem.cause(), read.places().tell(problem)));
        }
    }

    /**
     * Turns to what the files hold now. Nothing is changed when a generation cannot be had.
     *
     * @param generations gives a route's generation by its name and canonical resource; may throw
     */
    Page turn(List<ResourceFile> files, ToLongBiFunction<String, String> generations) {
        var troubles = new ArrayList<String>();
        var references = references(files, troubles);
        var candidates = candidates(files, troubles);
        var recompiled = new HashMap<CallbackRoute, Compiled>();
        candidates.values().forEach(candidate -> compile(candidate, references, recompiled));
        var accepted = claimHosts(candidates);
        var next = new LinkedHashMap<String, AtWork>();
        for (var candidate : candidates.values()) {
            var version = accepted.containsKey(candidate.name)
                    ? numbered(accepted.get(candidate.name), candidate.read.resource(), generations)
                    : lastGood(candidate.name, references, recompiled);
            if (version != null) {
                next.put(candidate.name, version);
            }
        }
        atWork = inOrderOfClaims(next);
        compiled = recompiled;
        var standings = candidates.values().stream()
                .map(candidate -> standing(candidate, next.get(candidate.name)))
                .toList();
        return new Page(references, standings, List.copyOf(troubles));
    }

    private KnownReferences references(List<ResourceFile> files, List<String> troubles) {
        var secrets = new LinkedHashMap<String, Read<Secret>>();
        var destinations = new LinkedHashMap<String, Read<CallbackDestination>>();
        for (var file : files) {
            troubles.addAll(file.troubles());
            file.secrets().forEach(read -> putFirst("Secret", read, secrets, troubles));
            file.destinations().forEach(read -> putFirst("CallbackDestination", read, destinations, troubles));
        }
        var known = new KnownReferences(resources(secrets), resources(destinations));
        secrets.values().forEach(read -> tell(read, read.problems(), troubles));
        destinations.values().forEach(read -> tell(read, read.with(compiler.check(read.resource(), known)), troubles));
        // One that was not read as it was meant must not be used as if it had been.
        destinations.values().removeIf(read -> !read.problems().isEmpty());
        return new KnownReferences(resources(secrets), resources(destinations));
    }

    private static Map<String, Candidate> candidates(List<ResourceFile> files, List<String> troubles) {
        var reads = new LinkedHashMap<String, Read<CallbackRoute>>();
        var candidates = new LinkedHashMap<String, Candidate>();
        for (var file : files) {
            for (var read : file.routes()) {
                if (putFirst("CallbackRoute", read, reads, troubles)) {
                    var name = KnownReferences.key(read.resource());
                    candidates.put(name, new Candidate(name, read, file.whole() ? List.of() : file.troubles()));
                }
            }
        }
        return candidates;
    }

    private void compile(Candidate candidate, References references, Map<CallbackRoute, Compiled> recompiled) {
        var read = candidate.read;
        candidate.fileTroubles.forEach(
                trouble -> candidate.objections.add(new Objection(Reason.INVALID_SPEC, trouble)));
        var compilation = compilation(read.resource(), references, recompiled);
        var found = compilation instanceof Compilation.Refused refused ? refused.problems() : List.<Problem>of();
        read.with(found).forEach(candidate::object);
        if (compilation instanceof Compilation.Compiled good && read.problems().isEmpty()) {
            candidate.route = good.route();
        }
    }

    private Compilation compilation(
            CallbackRoute resource, References references, Map<CallbackRoute, Compiled> recompiled) {
        var before = compiled.get(resource);
        if (before != null && before.used().sameIn(references)) {
            recompiled.put(resource, before);
            return before.compilation();
        }
        var used = new UsedReferences(references);
        var compilation = compiler.compile(resource, 0, used);
        recompiled.put(resource, new Compiled(used, compilation));
        return compilation;
    }

    /**
     * Hosts stay with the route that holds them until it lets go, and it lets go only once its new version is accepted;
     * that may free a host for another, so it goes on until nothing moves.
     */
    private Map<String, Route> claimHosts(Map<String, Candidate> candidates) {
        var claims = new HashMap<String, String>();
        atWork.forEach((name, version) -> {
            if (candidates.containsKey(name)) {
                version.route().hosts().forEach(host -> claims.put(host, name));
            }
        });
        var accepted = new LinkedHashMap<String, Route>();
        var waiting = new ArrayList<>(candidates.values());
        waiting.removeIf(candidate -> candidate.route == null);
        while (waiting.removeIf(candidate -> claim(candidate, claims, accepted))) {
            // each round may have freed a host
        }
        waiting.forEach(candidate -> lose(candidate, claims));
        return accepted;
    }

    private static boolean claim(Candidate candidate, Map<String, String> claims, Map<String, Route> accepted) {
        var route = candidate.route;
        if (route == null
                || !route.hosts().stream().allMatch(host -> claims.getOrDefault(host, candidate.name)
                        .equals(candidate.name))) {
            return false;
        }
        claims.values().removeIf(candidate.name::equals);
        route.hosts().forEach(host -> claims.put(host, candidate.name));
        accepted.put(candidate.name, route);
        return true;
    }

    private static void lose(Candidate candidate, Map<String, String> claims) {
        var hosts = candidate.route == null ? List.<String>of() : candidate.route.hosts();
        for (int i = 0; i < hosts.size(); i++) {
            var holder = claims.getOrDefault(hosts.get(i), candidate.name);
            if (!holder.equals(candidate.name)) {
                candidate.lostHosts.add(hosts.get(i));
                candidate.object(new Problem(
                        Reason.HOST_CONFLICT,
                        "spec.hosts[" + i + "]",
                        "host " + hosts.get(i) + " is held by route " + holder
                                + "; use another host or let that route give it up"));
            }
        }
    }

    private AtWork numbered(Route route, CallbackRoute resource, ToLongBiFunction<String, String> generations) {
        var canonical = ResourceWriter.canonical(resource);
        var before = atWork.get(route.name());
        var generation = before != null && before.canonical().equals(canonical)
                ? before.route().generation()
                : generations.applyAsLong(route.name(), canonical);
        return new AtWork(resource, canonical, withGeneration(route, generation));
    }

    /** With today's secrets where that is possible, else as it was. */
    private @Nullable AtWork lastGood(String name, References references, Map<CallbackRoute, Compiled> recompiled) {
        var before = atWork.get(name);
        if (before == null) {
            return null;
        }
        return compilation(before.resource(), references, recompiled) instanceof Compilation.Compiled good
                ? new AtWork(
                        before.resource(),
                        before.canonical(),
                        withGeneration(good.route(), before.route().generation()))
                : before;
    }

    /** Those that were at work before come first, as they were. */
    private Map<String, AtWork> inOrderOfClaims(Map<String, AtWork> next) {
        var ordered = new LinkedHashMap<String, AtWork>();
        atWork.keySet().stream().filter(next::containsKey).forEach(name -> ordered.put(name, next.get(name)));
        next.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static Standing standing(Candidate candidate, @Nullable AtWork version) {
        return new Standing(
                candidate.name,
                candidate.read.resource(),
                version,
                List.copyOf(candidate.objections),
                List.copyOf(candidate.lostHosts));
    }

    static Route withGeneration(Route route, long generation) {
        return new Route(
                route.name(),
                generation,
                route.hosts(),
                route.suspend(),
                route.let(),
                route.senders(),
                route.requireSender(),
                route.rules());
    }

    /** Of two resources with one name the first stands. */
    private static <T extends HasMetadata> boolean putFirst(
            String kind, Read<T> read, Map<String, Read<T>> known, List<String> troubles) {
        var name = KnownReferences.key(read.resource());
        if (known.putIfAbsent(name, read) == null) {
            return true;
        }
        troubles.add(read.places()
                .tell(new Problem(
                        Reason.INVALID_SPEC,
                        "metadata.name",
                        kind + " " + name + " is there already; each name once")));
        return false;
    }

    private static void tell(Read<?> read, List<Problem> problems, List<String> troubles) {
        problems.forEach(problem -> troubles.add(read.places().tell(problem)));
    }

    private static <T extends HasMetadata> Map<String, T> resources(Map<String, Read<T>> reads) {
        var resources = new LinkedHashMap<String, T>();
        reads.forEach((name, read) -> resources.put(name, read.resource()));
        return resources;
    }
}

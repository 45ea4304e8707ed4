package com.callbackers.operator.hosts;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who holds which host. The first claim wins and stays until its holder lets go; a route gets all of its hosts or keeps
 * those it had. Routes are told as namespace/name.
 */
public final class HostClaims {

    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Set<String>> held = new HashMap<>();
    private final Map<String, Set<String>> waiting = new HashMap<>();

    /** What came of a claim. */
    public sealed interface Outcome {

        /** @param freed routes that waited for hosts which the claimant has let go */
        record Granted(Set<String> freed) implements Outcome {}

        /** @param holders of the hosts that were not to be had */
        record Lost(Map<String, String> holders) implements Outcome {}
    }

    /** What was claimed before this process began; of two claims the first stands. */
    public synchronized void restore(String route, List<String> hosts) {
        hosts.forEach(host -> holders.putIfAbsent(host, route));
        held.put(route, holding(route, hosts));
    }

    private Set<String> holding(String route, List<String> hosts) {
        var holding = new LinkedHashSet<>(hosts);
        holding.removeIf(host -> !route.equals(holders.get(host)));
        return holding;
    }

    public synchronized Outcome claim(String route, List<String> hosts) {
        waiting.values().forEach(routes -> routes.remove(route));
        var taken = new LinkedHashMap<String, String>();
        for (var host : hosts) {
            var holder = holders.getOrDefault(host, route);
            if (!holder.equals(route)) {
                taken.put(host, holder);
                waiting.computeIfAbsent(host, h -> new TreeSet<>()).add(route);
            }
        }
        if (!taken.isEmpty()) {
            return new Outcome.Lost(taken);
        }
        hosts.forEach(host -> holders.put(host, route));
        var before = held.put(route, new LinkedHashSet<>(hosts));
        return new Outcome.Granted(before == null ? Set.of() : free(before, hosts));
    }

    /** The route is gone; gives those that waited for its hosts. */
    public synchronized Set<String> release(String route) {
        waiting.values().forEach(routes -> routes.remove(route));
        var before = held.remove(route);
        return before == null ? Set.of() : free(before, List.of());
    }

    private Set<String> free(Set<String> before, Collection<String> kept) {
        var freed = new TreeSet<String>();
        for (var host : before) {
            if (!kept.contains(host)) {
                holders.remove(host);
                freed.addAll(waiting.getOrDefault(host, Set.of()));
            }
        }
        waiting.values().removeIf(Set::isEmpty);
        return freed;
    }

    public synchronized boolean isHeld(String host) {
        return holders.containsKey(host);
    }
}

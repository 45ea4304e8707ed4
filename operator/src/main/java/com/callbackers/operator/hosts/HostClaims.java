package com.callbackers.operator.hosts;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who holds which host. The first claim wins and stays until its holder lets go; a route gets all of its hosts or keeps
 * those it had. Routes are told as namespace/name.
 */
public final class HostClaims {

    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Set<String>> held = new HashMap<>();
    private final Map<String, Set<String>> waitingForHost = new HashMap<>();
    private final Map<String, Set<String>> awaited = new HashMap<>();

    /** What came of a claim. */
    public sealed interface Outcome {

        /** All are its own now; what it held before stays until it {@linkplain #keepOnly keeps only} some. */
        record Granted() implements Outcome {}

        /** @param holders of the hosts that were not to be had */
        record Lost(Map<String, String> holders) implements Outcome {}
    }

    /** What was claimed before this process began; of two claims the first stands. */
    public synchronized void restore(String route, Collection<String> hosts) {
        hosts.stream().filter(host -> holders.putIfAbsent(host, route) == null).forEach(host -> hold(route, host));
    }

    private void hold(String route, String host) {
        holders.put(host, route);
        held.computeIfAbsent(route, r -> new LinkedHashSet<>()).add(host);
    }

    public synchronized Outcome claim(String route, List<String> hosts) {
        stopWaiting(route);
        var taken = new LinkedHashMap<String, String>();
        for (var host : hosts) {
            var holder = holders.getOrDefault(host, route);
            if (!holder.equals(route)) {
                taken.put(host, holder);
            }
        }
        if (taken.isEmpty()) {
            hosts.forEach(host -> hold(route, host));
            return new Outcome.Granted();
        }
        taken.keySet().forEach(host -> await(route, host));
        return new Outcome.Lost(taken);
    }

    private void await(String route, String host) {
        waitingForHost.computeIfAbsent(host, h -> new TreeSet<>()).add(route);
        awaited.computeIfAbsent(route, r -> new LinkedHashSet<>()).add(host);
    }

    private void stopWaiting(String route) {
        var hosts = awaited.remove(route);
        if (hosts == null) {
            return;
        }
        for (var host : hosts) {
            var waiting = waitingForHost.get(host);
            if (waiting != null && waiting.remove(route) && waiting.isEmpty()) {
                waitingForHost.remove(host);
            }
        }
    }

    /**
     * Lets go of all other hosts. To be called when nothing is at work for those any more.
     *
     * @return routes that wait for one of those
     */
    public synchronized Set<String> keepOnly(String route, Collection<String> hosts) {
        var mine = held.getOrDefault(route, Set.of());
        var freed = new TreeSet<String>();
        for (var host : List.copyOf(mine)) {
            if (!hosts.contains(host)) {
                mine.remove(host);
                holders.remove(host);
                freed.addAll(waitingForHost.getOrDefault(host, Set.of()));
            }
        }
        if (mine.isEmpty()) {
            held.remove(route);
        }
        return freed;
    }

    /** The route is gone. */
    public synchronized Set<String> release(String route) {
        stopWaiting(route);
        return keepOnly(route, List.of());
    }

    /** It does not want a host that another holds, as things are. */
    public synchronized void withdraw(String route) {
        stopWaiting(route);
    }

    public synchronized Optional<String> holder(String host) {
        return Optional.ofNullable(holders.get(host));
    }

    public synchronized boolean holds(String route, String host) {
        return route.equals(holders.get(host));
    }
}

package com.callbackers.route;

import com.callbackers.callback.Callback;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every route by its hosts. Immutable: a change is a new table. */
public final class RouteTable {

    public static final RouteTable EMPTY = of(List.of());

    private final Map<String, Route> byHost;
    private final Map<String, Route> byName;

    private RouteTable(Map<String, Route> byHost, Map<String, Route> byName) {
        this.byHost = byHost;
        this.byName = byName;
    }

    /** Where two routes name a host, the one that comes first holds it. */
    public static RouteTable of(Collection<Route> routes) {
        // Nobody changes them once they are full.
        var byHost = HashMap.<String, Route>newHashMap(routes.size());
        var byName = HashMap.<String, Route>newHashMap(routes.size());
        for (var route : routes) {
            byName.put(route.name(), route);
            route.hosts().forEach(host -> byHost.putIfAbsent(host, route));
        }
        return new RouteTable(byHost, byName);
    }

    public Optional<Route> forHost(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    public Optional<Route> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Route> routes() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Decision decide(Callback callback) {
        return forHost(callback.host())
                .map(route -> route.decide(callback))
                .orElseGet(() -> Decision.unrouted("no route for host " + callback.host()));
    }
}

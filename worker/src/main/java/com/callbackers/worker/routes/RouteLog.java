package com.callbackers.worker.routes;

import com.callbackers.route.Route;
import java.util.ArrayList;
import java.util.Map;
import org.slf4j.Logger;

/** Tells which routes came to work and which went. For one thread. */
final class RouteLog {

    private static final int ONE_BY_ONE = 50;

    private final Logger log;
    private Map<String, Route> atWork = Map.of();

    RouteLog(Logger log) {
        this.log = log;
    }

    /** @param now by name; not changed from now on */
    void tell(Map<String, Route> now) {
        var changed = new ArrayList<Route>();
        now.forEach((name, route) -> {
            var before = atWork.get(name);
            if (before == null || before.generation() != route.generation()) {
                changed.add(route);
            }
        });
        if (changed.size() <= ONE_BY_ONE) {
            changed.forEach(this::tell);
        } else {
            log.atInfo().addKeyValue("routes", changed.size()).log("Routes are at work");
        }
        atWork.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> log.atInfo().addKeyValue("route", name).log("Route is gone"));
        atWork = now;
    }

    private void tell(Route route) {
        log.atInfo()
                .addKeyValue("route", route.name())
                .addKeyValue("generation", route.generation())
                .addKeyValue("hosts", route.hosts())
                .log("Route is at work");
    }
}

package com.callbackers.worker.lookup;

import com.callbackers.journal.Claim;
import com.callbackers.route.Action;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import com.callbackers.worker.routes.InvalidActionException;
import com.callbackers.worker.routes.RouteVersionException;
import com.callbackers.worker.routes.Routes;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What deciding and delivering need of the routes. */
public record RouteLookup(Supplier<RouteTable> routes, Generations generations, AdHoc adHoc) {

    /** A generation of a route as it was; empty when it was never kept. */
    @FunctionalInterface
    public interface Generations {
        Mono<Optional<Route>> of(String route, long generation);
    }

    /** An action that a replay brought along. */
    @FunctionalInterface
    public interface AdHoc {
        Action compile(@Nullable String route, String action) throws InvalidActionException;
    }

    public static RouteLookup of(Routes routes) {
        return new RouteLookup(routes::table, routes::generation, routes::adHoc);
    }

    public RouteTable table() {
        return routes.get();
    }

    /** The action of a delivery, by the generation that planned it. */
    public Mono<Found> action(Claim claim) {
        var given = claim.adHoc();
        if (given != null) {
            return Mono.fromSupplier(() -> given(claim.route(), given));
        }
        var name = claim.route();
        return name == null ? Mono.just(new Found.Held("no route decided the callback")) : planned(name, claim);
    }

    private Mono<Found> planned(String name, Claim claim) {
        var current = table().named(name);
        if (current.filter(Route::suspend).isPresent()) {
            return Mono.just(new Found.Held("the route is suspended"));
        }
        return current.filter(route -> route.generation() == claim.generation())
                .map(route -> Mono.just(action(route, claim)))
                .orElseGet(() -> earlier(name, claim));
    }

    private Mono<Found> earlier(String name, Claim claim) {
        return generations
                .of(name, claim.generation())
                .map(kept -> kept.map(route -> action(route, claim))
                        .orElseGet(() -> new Found.Held(
                                "generation %d of route %s is not known".formatted(claim.generation(), name))))
                .onErrorResume(
                        RouteVersionException.class, e -> Mono.just(new Found.Held(String.valueOf(e.getMessage()))));
    }

    private static Found action(Route route, Claim claim) {
        return route.action(claim.rule(), claim.action())
                .<Found>map(RouteLookup::ready)
                .orElseGet(() -> new Found.Held("generation %d of route %s has no action %s in rule %s"
                        .formatted(claim.generation(), route.name(), claim.action(), claim.rule())));
    }

    private Found given(@Nullable String route, String json) {
        try {
            return ready(adHoc.compile(route, json));
        } catch (InvalidActionException e) {
            return new Found.Held(String.valueOf(e.getMessage()));
        }
    }

    private static Found ready(Action action) {
        return action.target().suspended()
                ? new Found.Held("the destination " + action.target().label() + " is suspended")
                : new Found.Ready(action);
    }
}

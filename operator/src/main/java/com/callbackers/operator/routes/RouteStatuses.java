package com.callbackers.operator.routes;

import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.workers.Holding;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteStatus;
import com.callbackers.resources.CallbackRouteStatus.HostStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells in conditions how a route stands. */
final class RouteStatuses {

    private final Conditions conditions;
    private final String url;

    /** @param url where a host is reached, with {@code {host}} in its place */
    RouteStatuses(Conditions conditions, String url) {
        this.conditions = conditions;
        this.url = url;
    }

    CallbackRouteStatus of(CallbackRoute route, Judgement judgement, Holding holding) {
        var generation = route.getMetadata().getGeneration();
        var before = route.getStatus() == null
                ? List.<Condition>of()
                : route.getStatus().conditions();
        var problems = judgement.problems();
        var list = new ArrayList<Condition>();
        list.add(conditions.of("Accepted", problems, "the rules are valid"));
        list.add(conditions.of("ResolvedRefs", problems, "every secret and destination was found"));
        list.add(programmed(route, judgement, holding));
        list.add(Conditions.ready(list, ready(route)));
        return new CallbackRouteStatus(generation, hosts(judgement), conditions.since(before, list, generation));
    }

    private static String ready(CallbackRoute route) {
        return route.getSpec() != null && route.getSpec().suspend()
                ? "callbacks are recorded and wait: the route is suspended"
                : "callbacks are acted on";
    }

    private static Condition programmed(CallbackRoute route, Judgement judgement, Holding holding) {
        if (!judgement.isGood()) {
            return Conditions.condition(
                    "Programmed",
                    false,
                    "Pending",
                    judgement
                            .compiled()
                            .map(stays -> "generation " + stays.generation() + " stays at work")
                            .orElse("no version of this route is at work"));
        }
        var generation = route.getMetadata().getGeneration();
        if (holding.isComplete()) {
            return Conditions.condition("Programmed", true, "Programmed", held(holding, generation));
        }
        var before = programmedBefore(route);
        if (holding.ready() == 0) {
            // What every ready worker held stays true while there is none; one that comes reads it before it is ready.
            return before.orElseGet(() -> Conditions.condition(
                    "Programmed", false, "Pending", "no worker is ready to take generation " + generation));
        }
        var refusals = new StringBuilder();
        holding.refusals().forEach((worker, why) -> refusals.append("; ")
                .append(worker)
                .append(" refuses it: ")
                .append(why));
        return Conditions.condition("Programmed", false, "Pending", held(holding, generation) + refusals);
    }

    private static String held(Holding holding, Long generation) {
        return "%d of %d ready workers %s generation %d"
                .formatted(holding.holding(), holding.ready(), holding.ready() == 1 ? "holds" : "hold", generation);
    }

    private static Optional<Condition> programmedBefore(CallbackRoute route) {
        var status = route.getStatus();
        return status == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(condition -> condition.getType().equals("Programmed"))
                        .filter(condition -> condition.getStatus().equals("True"))
                        .filter(condition -> Objects.equals(
                                condition.getObservedGeneration(),
                                route.getMetadata().getGeneration()))
                        .findFirst();
    }

    private List<HostStatus> hosts(Judgement judgement) {
        var hosts = new ArrayList<HostStatus>();
        judgement.hosts().forEach(host -> hosts.add(new HostStatus(host, "Claimed", url.replace("{host}", host))));
        judgement.lost().keySet().forEach(host -> hosts.add(new HostStatus(host, "Conflict", null)));
        return hosts;
    }
}

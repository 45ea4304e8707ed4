package com.callbackers.operator.routes;

import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.stored.StoredRoute;
import com.callbackers.operator.workers.Holding;
import com.callbackers.resources.CallbackRouteStatus;
import com.callbackers.resources.CallbackRouteStatus.HostStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells in conditions how a route stands. */
final class RouteStatuses {

    private static final String PROGRAMMED = "Programmed";
    private static final String PENDING = "Pending";
    private static final int MOST_HOSTS = 16;

    private final Conditions conditions;
    private final String url;

    /** @param url where a host is reached, with {@code {host}} in its place */
    RouteStatuses(Conditions conditions, String url) {
        this.conditions = conditions;
        this.url = url;
    }

    CallbackRouteStatus of(StoredRoute route, Judgement judgement, Holding holding) {
        return of(route, judgement, programmed(route, judgement, holding));
    }

    /** @param failure why it could not be brought to the workers or the edge, in words */
    CallbackRouteStatus failed(StoredRoute route, Judgement judgement, String failure) {
        return of(route, judgement, Conditions.condition(PROGRAMMED, false, PENDING, failure + "; it is tried again"));
    }

    private CallbackRouteStatus of(StoredRoute route, Judgement judgement, Condition programmed) {
        var problems = judgement.problems();
        var list = new ArrayList<Condition>();
        list.add(conditions.of("Accepted", problems, "the rules are valid"));
        list.add(conditions.of("ResolvedRefs", problems, "every secret and destination was found"));
        list.add(programmed);
        list.add(Conditions.ready(list, ready(judgement)));
        var generation = route.getMetadata().getGeneration();
        return new CallbackRouteStatus(
                generation, judgement.rules(), hosts(judgement), conditions.since(before(route), list, generation));
    }

    static List<Condition> before(StoredRoute route) {
        var status = route.getStatus();
        return status == null ? List.of() : status.conditions();
    }

    private static String ready(Judgement judgement) {
        return judgement
                        .compiled()
                        .filter(compiled -> compiled.resource().getSpec().suspend())
                        .isPresent()
                ? "callbacks are recorded and wait: the route is suspended"
                : "callbacks are acted on";
    }

    private static Condition programmed(StoredRoute route, Judgement judgement, Holding holding) {
        if (!judgement.isGood()) {
            return Conditions.condition(
                    PROGRAMMED,
                    false,
                    PENDING,
                    judgement
                            .compiled()
                            .map(stays -> "generation " + stays.generation() + " stays at work")
                            .orElse("no version of this route is at work"));
        }
        var generation = route.getMetadata().getGeneration();
        if (holding.isComplete()) {
            // How many there were when all held it: with other workers since then nothing is written again.
            return programmedBefore(route)
                    .orElseGet(() -> Conditions.condition(PROGRAMMED, true, PROGRAMMED, held(holding, generation)));
        }
        var message = new StringBuilder(
                holding.ready() == 0
                        ? "no worker is ready to take generation " + generation
                        : held(holding, generation));
        holding.refusals().forEach((worker, why) -> message.append("; ")
                .append(worker)
                .append(" refuses it: ")
                .append(why));
        return Conditions.condition(PROGRAMMED, false, PENDING, message.toString());
    }

    private static String held(Holding holding, Long generation) {
        return "%d of %d %s generation %d"
                .formatted(
                        holding.holding(),
                        holding.ready(),
                        holding.ready() == 1 ? "worker holds" : "workers hold",
                        generation);
    }

    private static Optional<Condition> programmedBefore(StoredRoute route) {
        return before(route).stream()
                .filter(condition -> PROGRAMMED.equals(condition.getType()))
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> Objects.equals(
                        condition.getObservedGeneration(), route.getMetadata().getGeneration()))
                .findFirst();
    }

    private List<HostStatus> hosts(Judgement judgement) {
        var hosts = new ArrayList<HostStatus>();
        judgement.hosts().forEach(host -> hosts.add(new HostStatus(host, "Claimed", url.replace("{host}", host))));
        judgement.lost().forEach((host, holder) -> {
            if (!judgement.hosts().contains(host)) {
                hosts.add(new HostStatus(host, "Conflict", null, "is held by route " + holder));
            }
        });
        return hosts.subList(0, Math.min(hosts.size(), MOST_HOSTS));
    }
}

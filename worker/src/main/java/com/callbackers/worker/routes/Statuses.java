package com.callbackers.worker.routes;

import com.callbackers.compiler.ResourceWriter;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteStatus;
import com.callbackers.resources.CallbackRouteStatus.HostStatus;
import com.callbackers.worker.routes.RouteBook.Objection;
import com.callbackers.worker.routes.RouteBook.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells in conditions how routes stand; remembers since when. For one thread. */
final class Statuses {

    private final Clock clock;
    private final String url;
    private Map<Key, Condition> last = new HashMap<>();

    /** @param url where a host is reached, with {@code {host}} in its place */
    Statuses(Clock clock, String url) {
        this.clock = clock;
        this.url = url;
    }

    private record Key(String route, String type) {}

    /** Sorted by name. */
    List<RouteResource> of(List<Standing> standings) {
        var next = new HashMap<Key, Condition>();
        var resources = standings.stream()
                .sorted(Comparator.comparing(Standing::name))
                .map(standing ->
                        new RouteResource(standing.name(), ResourceWriter.withStatus(resource(standing, next))))
                .toList();
        last = next;
        return resources;
    }

    private CallbackRoute resource(Standing standing, Map<Key, Condition> next) {
        var generation = generation(standing);
        var conditions = conditions(standing);
        for (var condition : conditions) {
            var key = new Key(standing.name(), condition.getType());
            condition.setObservedGeneration(generation);
            condition.setLastTransitionTime(since(last.get(key), condition));
            next.put(key, condition);
        }
        var resource = new CallbackRoute();
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(standing.resource().getMetadata().getName())
                .withNamespace(standing.resource().getMetadata().getNamespace())
                .withGeneration(generation)
                .build());
        resource.setSpec(standing.resource().getSpec());
        resource.setStatus(new CallbackRouteStatus(generation, hosts(standing), conditions));
        return resource;
    }

    private List<Condition> conditions(Standing standing) {
        var conditions = new ArrayList<Condition>();
        conditions.add(of("Accepted", standing, "the rules are valid"));
        conditions.add(of("ResolvedRefs", standing, "every secret and destination was found"));
        conditions.add(programmed(standing));
        var against = conditions.stream()
                .filter(condition -> condition.getStatus().equals("False"))
                .findFirst();
        conditions.add(against.map(first -> condition("Ready", false, first.getReason(), first.getMessage()))
                .orElseGet(() -> condition("Ready", true, "Ready", "callbacks are acted on")));
        return conditions;
    }

    private static Condition of(String type, Standing standing, String good) {
        var objections = standing.objections().stream()
                .filter(objection -> objection.reason().condition().equals(type))
                .toList();
        if (objections.isEmpty()) {
            return condition(type, true, type, good);
        }
        var told = objections.stream().map(Objection::told).collect(Collectors.joining("; "));
        return condition(type, false, objections.getFirst().reason().label(), told);
    }

    private static Condition programmed(Standing standing) {
        var atWork = standing.atWork();
        if (standing.objections().isEmpty() && atWork != null) {
            return condition(
                    "Programmed",
                    true,
                    "Programmed",
                    "generation " + atWork.route().generation() + " is at work");
        }
        return condition(
                "Programmed",
                false,
                "Pending",
                atWork == null
                        ? "no version of this route is at work"
                        : "generation " + atWork.route().generation() + " stays at work");
    }

    private List<HostStatus> hosts(Standing standing) {
        var hosts = new ArrayList<HostStatus>();
        if (standing.atWork() != null) {
            standing.atWork()
                    .route()
                    .hosts()
                    .forEach(host -> hosts.add(new HostStatus(host, "Claimed", url.replace("{host}", host))));
        }
        standing.lostHosts().forEach(host -> hosts.add(new HostStatus(host, "Conflict", null)));
        return hosts;
    }

    private String since(@Nullable Condition before, Condition now) {
        return before != null && before.getStatus().equals(now.getStatus())
                ? before.getLastTransitionTime()
                : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static @Nullable Long generation(Standing standing) {
        return standing.atWork() == null ? null : standing.atWork().route().generation();
    }

    private static Condition condition(String type, boolean status, String reason, String message) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .build();
    }
}

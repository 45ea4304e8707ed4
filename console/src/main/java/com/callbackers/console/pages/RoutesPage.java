package com.callbackers.console.pages;

import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.Catalog;
import com.callbackers.journal.Traffic;
import com.callbackers.journal.Traffic.OfRoute;
import com.callbackers.journal.Traffic.OfRule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes and how they stand. */
@Controller
final class RoutesPage {

    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Catalog catalog;
    private final Traffic traffic;
    private final Tenancy tenancy;
    private final Clock clock;
    private final JsonMapper mapper;

    RoutesPage(Catalog catalog, Traffic traffic, Tenancy tenancy, Clock clock, JsonMapper mapper) {
        this.catalog = catalog;
        this.traffic = traffic;
        this.tenancy = tenancy;
        this.clock = clock;
        this.mapper = mapper;
    }

    @GetMapping("/routes")
    Mono<Rendering> page(@RequestAttribute(Access.ATTRIBUTE) Access access) {
        return traffic.routes(
                        tenancy.tenants(access, Role.VIEWER), clock.instant().minus(LOOK_BACK))
                .map(counts -> counts.stream().collect(Collectors.toMap(OfRoute::route, Function.identity())))
                .map(counts -> Rendering.view("routes")
                        .modelAttribute("access", access)
                        .modelAttribute("known", catalog.known())
                        .modelAttribute("routes", visible(access))
                        .modelAttribute("counts", counts)
                        .build())
                .transform(Patience::limited);
    }

    private List<JsonNode> visible(Access access) {
        return catalog.routes().stream()
                .filter(route -> access.allows(Role.VIEWER, Tenancy.namespace(route)))
                .toList();
    }

    @GetMapping("/routes/{namespace}/{name}")
    Mono<Rendering> route(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name) {
        var route = tenancy.route(access, namespace, name);
        return traffic.rules(namespace + "/" + name)
                .map(counts -> counts.stream().collect(Collectors.toMap(OfRule::rule, Function.identity())))
                .map(counts -> Rendering.view("route")
                        .modelAttribute("access", access)
                        .modelAttribute("route", route)
                        .modelAttribute("counts", counts)
                        .modelAttribute(
                                "resource",
                                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(route))
                        .build())
                .transform(Patience::limited);
    }
}

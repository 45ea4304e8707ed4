package com.callbackers.console.pages;

import com.callbackers.console.call.Credentials;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.Catalog;
import com.callbackers.journal.Tenants;
import com.callbackers.journal.Traffic;
import com.callbackers.journal.Traffic.OfDestination;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where is sent to, and how that goes. */
@Controller
final class DestinationsPage {

    private static final Duration LOOK_BACK = Duration.ofDays(1);
    private static final int ANSWERS = 30;

    private final Catalog catalog;
    private final Traffic traffic;
    private final Tenancy tenancy;
    private final Clock clock;
    private final JsonMapper mapper;

    DestinationsPage(Catalog catalog, Traffic traffic, Tenancy tenancy, Clock clock, JsonMapper mapper) {
        this.catalog = catalog;
        this.traffic = traffic;
        this.tenancy = tenancy;
        this.clock = clock;
        this.mapper = mapper;
    }

    /** @param traffic null: nothing was sent there */
    record Row(DestinationView destination, @Nullable OfDestination traffic) {}

    @GetMapping("/destinations")
    Mono<Rendering> page(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var tenant = Parameters.of(query, "tenant").tenant();
        return counted(tenancy.tenants(access, Role.VIEWER, tenant))
                .map(counts -> Rendering.view("destinations")
                        .modelAttribute("access", access)
                        .modelAttribute("query", query.toSingleValueMap())
                        .modelAttribute("known", catalog.known())
                        .modelAttribute(
                                "rows",
                                catalog.destinations().stream()
                                        .filter(one -> access.allows(Role.VIEWER, Tenancy.namespace(one)))
                                        .filter(one -> tenant == null || tenant.equals(Tenancy.namespace(one)))
                                        .map(DestinationView::new)
                                        .map(view -> new Row(view, counts.get(view.fullName())))
                                        .toList())
                        .build())
                .transform(Patience::limited);
    }

    @GetMapping("/destinations/{namespace}/{name}")
    Mono<Rendering> destination(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name) {
        return rendering("destination", access, namespace, name);
    }

    /** What changes as deliveries are made. */
    @GetMapping("/destinations/{namespace}/{name}/now")
    Mono<Rendering> now(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name) {
        return rendering("destination :: now", access, namespace, name);
    }

    private Mono<Rendering> rendering(String view, Access access, String namespace, String name) {
        var found = tenancy.destination(access, namespace, name);
        var shown = new DestinationView(found);
        var tenants = tenancy.tenants(access, Role.VIEWER);
        return Mono.zip(
                        counted(tenants),
                        traffic.answers(
                                tenants, shown.fullName(), clock.instant().minus(LOOK_BACK), ANSWERS))
                .map(both -> Rendering.view(view)
                        .modelAttribute("access", access)
                        .modelAttribute("destination", shown)
                        .modelAttribute("resource", pretty(Credentials.hidden(found)))
                        .modelAttribute("row", new Row(shown, both.getT1().get(shown.fullName())))
                        .modelAttribute("answers", both.getT2())
                        .modelAttribute("routes", users(access, namespace, name))
                        .modelAttribute("mayOperate", access.allows(Role.OPERATOR, namespace))
                        .build())
                .transform(Patience::limited);
    }

    private String pretty(JsonNode resource) {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(resource);
    }

    private List<String> users(Access access, String namespace, String name) {
        return catalog.routes().stream()
                .filter(route ->
                        access.allows(Role.VIEWER, Tenancy.namespace(route)) && Tenancy.sendsTo(route, namespace, name))
                .map(route -> Tenancy.namespace(route) + "/"
                        + route.path("metadata").path("name").asString())
                .toList();
    }

    private Mono<Map<String, OfDestination>> counted(Tenants tenants) {
        return traffic.destinations(tenants, clock.instant().minus(LOOK_BACK)).map(counts -> counts.stream()
                .collect(Collectors.toMap(OfDestination::destination, Function.identity())));
    }
}

package com.callbackers.console.pages;

import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.Catalog;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.reactive.result.view.Rendering;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes and how they stand. */
@Controller
final class RoutesPage {

    private final Catalog catalog;
    private final JsonMapper mapper;

    RoutesPage(Catalog catalog, JsonMapper mapper) {
        this.catalog = catalog;
        this.mapper = mapper;
    }

    @GetMapping("/routes")
    Rendering page(@RequestAttribute(Access.ATTRIBUTE) Access access) {
        return Rendering.view("routes")
                .modelAttribute("access", access)
                .modelAttribute("known", catalog.known())
                .modelAttribute("routes", visible(access))
                .build();
    }

    private List<JsonNode> visible(Access access) {
        return catalog.routes().stream()
                .filter(route -> access.allows(Role.VIEWER, Tenancy.namespace(route)))
                .toList();
    }

    @GetMapping("/routes/{namespace}/{name}")
    Rendering route(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name) {
        var route = catalog.route(namespace, name)
                .filter(found -> access.allows(Role.VIEWER, namespace))
                .orElseThrow(() -> Problem.notFound("there is no route %s/%s".formatted(namespace, name)));
        return Rendering.view("route")
                .modelAttribute("access", access)
                .modelAttribute("route", route)
                .modelAttribute(
                        "resource", mapper.writerWithDefaultPrettyPrinter().writeValueAsString(route))
                .build();
    }
}

package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.routes.RouteCatalog;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes as they stand. */
@RestController
final class RouteController {

    private final RouteCatalog catalog;
    private final CallbackJson json;

    RouteController(RouteCatalog catalog, CallbackJson json) {
        this.catalog = catalog;
        this.json = json;
    }

    @GetMapping("/api/routes")
    ObjectNode list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return json.items(known().routes().stream()
                .filter(route -> access.allows(Role.VIEWER, Tenancy.namespace(route)))
                .toList());
    }

    @GetMapping("/api/routes/{namespace}/{name}")
    JsonNode show(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return known().route(namespace, name)
                .filter(route -> access.allows(Role.VIEWER, namespace))
                .orElseThrow(() -> Problem.notFound("there is no route %s/%s".formatted(namespace, name)));
    }

    private RouteCatalog known() {
        if (!catalog.known()) {
            throw Problem.of(
                    HttpStatus.SERVICE_UNAVAILABLE, "the routes could not be read from the Kubernetes API yet");
        }
        return catalog;
    }
}

package com.callbackers.console;

import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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
    ObjectNode list(@RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return json.items(known().routes());
    }

    @GetMapping("/api/routes/{namespace}/{name}")
    JsonNode show(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return known().route(namespace, name)
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

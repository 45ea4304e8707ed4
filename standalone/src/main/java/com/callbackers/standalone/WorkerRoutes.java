package com.callbackers.standalone;

import com.callbackers.console.RouteCatalog;
import com.callbackers.worker.routes.RouteResource;
import com.callbackers.worker.routes.Routes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The worker's routes for the console; none before the worker is there. */
record WorkerRoutes(CompletableFuture<Routes> worker) implements RouteCatalog {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public List<JsonNode> routes() {
        return resources().stream().map(RouteResource::json).map(JSON::readTree).toList();
    }

    @Override
    public Optional<JsonNode> route(String namespace, String name) {
        return resources().stream()
                .filter(resource -> resource.name().equals(namespace + "/" + name))
                .map(RouteResource::json)
                .map(JSON::readTree)
                .findFirst();
    }

    private List<RouteResource> resources() {
        return worker.isDone() ? worker.join().resources() : List.of();
    }
}

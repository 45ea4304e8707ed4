package com.callbackers.console.routes;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The routes as resources: apiVersion, kind, metadata, spec and status. Answers from memory, never blocks; the trees
 * are for reading only.
 */
public interface RouteCatalog {

    /** Whether the routes were read yet; before that there seem to be none. */
    default boolean known() {
        return true;
    }

    List<JsonNode> routes();

    Optional<JsonNode> route(String namespace, String name);
}

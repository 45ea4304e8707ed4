package com.callbackers.console.resources;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Routes and destinations as resources: apiVersion, kind, metadata, spec and status. Answers from memory, never blocks;
 * the trees are for reading only.
 */
public interface Catalog {

    /** Whether routes and destinations were read yet; before that there seem to be none. */
    default boolean known() {
        return true;
    }

    List<JsonNode> routes();

    Optional<JsonNode> route(String namespace, String name);

    default List<JsonNode> destinations() {
        return List.of();
    }

    default Optional<JsonNode> destination(String namespace, String name) {
        return Optional.empty();
    }

    /** What keeps a route, when that is not people: there it has to be changed. */
    default Optional<String> keeper(String namespace, String name) {
        return Optional.empty();
    }
}

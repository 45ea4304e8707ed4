package com.callbackers.console;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The routes as resources: apiVersion, kind, metadata, spec and status. Answers from memory, never blocks; every
 * tree is a copy of its own.
 */
public interface RouteCatalog {

    List<JsonNode> routes();

    Optional<JsonNode> route(String namespace, String name);
}

package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes everything as it is. */
public final class StructuralSchema {

    private StructuralSchema() {}

    public static StructuralSchema of(JsonNode openApiV3Schema) {
        return new StructuralSchema();
    }

    public JsonNode prune(JsonNode object) {
        return object;
    }

    public JsonNode withDefaults(JsonNode object) {
        return object;
    }

    public List<SchemaProblem> problems(JsonNode now, @Nullable JsonNode before) {
        return List.of();
    }

    public List<String> unknownFields(JsonNode object) {
        return List.of();
    }
}

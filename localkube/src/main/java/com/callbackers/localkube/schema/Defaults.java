package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in defaults, and takes out nulls where they say nothing. */
final class Defaults {

    private Defaults() {}

    static void fill(JsonNode value, @Nullable Node node) {
        if (node == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            fields(object, node);
        } else if (value instanceof ArrayNode array && node.items() != null) {
            for (int i = 0; i < array.size(); i++) {
                var given = node.items().defaultValue();
                if (array.get(i).isNull() && !node.items().nullable() && given != null) {
                    array.set(i, given.deepCopy());
                }
                fill(array.get(i), node.items());
            }
        }
    }

    private static void fields(ObjectNode object, Node node) {
        for (var field : List.copyOf(object.properties())) {
            var child = node.child(field.getKey());
            if (child != null && field.getValue().isNull() && !child.nullable()) {
                object.remove(field.getKey());
            }
        }
        node.properties().forEach((name, property) -> {
            var given = property.defaultValue();
            if (given != null && !object.has(name)) {
                object.set(name, given.deepCopy());
            }
        });
        object.properties().forEach(field -> fill(field.getValue(), node.child(field.getKey())));
    }
}

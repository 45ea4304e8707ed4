package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes out of an object what its schema does not name. */
final class Pruning {

    private static final Set<String> OF_RESOURCE = Set.of("apiVersion", "kind", "metadata");

    private final List<String> unknown = new ArrayList<>();

    /** The fields that were taken out, sorted. */
    static List<String> prune(JsonNode object, Node root) {
        var pruning = new Pruning();
        pruning.fields(object, root, Path.ROOT, true);
        return pruning.unknown.stream().sorted().toList();
    }

    /** @param node null: nothing is named here */
    private void prune(JsonNode value, @Nullable Node node, Path path) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                prune(value.get(i), node == null ? null : node.items(), path.index(i));
            }
        } else {
            fields(value, node, path, node != null && node.embedsResource());
        }
    }

    private void fields(JsonNode value, @Nullable Node node, Path path, boolean resource) {
        if (!(value instanceof ObjectNode object)) {
            return;
        }
        for (var field : List.copyOf(object.properties())) {
            var name = field.getKey();
            if (resource && OF_RESOURCE.contains(name)) {
                continue;
            }
            var property = node == null ? null : node.properties().get(name);
            if (property != null) {
                prune(field.getValue(), property, path.field(name));
            } else if (node != null && node.isMap()) {
                // a map whose values have no schema keeps what they hold
                if (node.additional() != null) {
                    prune(field.getValue(), node.additional(), path.field(name));
                }
            } else if (node == null || !node.keepsUnknownFields()) {
                unknown.add(path.field(name).text());
                object.remove(name);
            }
        }
    }
}

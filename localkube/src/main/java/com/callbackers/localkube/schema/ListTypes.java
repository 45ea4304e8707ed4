package com.callbackers.localkube.schema;

import com.callbackers.localkube.schema.SchemaProblem.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Lists that are sets or maps hold each element or key once. */
final class ListTypes {

    private ListTypes() {}

    static List<SchemaProblem> problems(Node node, Path path, JsonNode value) {
        var found = new ArrayList<SchemaProblem>();
        if (value.isArray()) {
            switch (node.listType()) {
                case "set" -> repeated(elements(value), path, found);
                case "map" -> repeated(keys(node, value), path, found);
                default -> {}
            }
            if (node.items() != null) {
                for (int i = 0; i < value.size(); i++) {
                    found.addAll(problems(node.items(), path.index(i), value.get(i)));
                }
            }
        }
        for (var field : value.properties()) {
            var property = node.properties().get(field.getKey());
            if (property != null) {
                found.addAll(problems(property, path.field(field.getKey()), field.getValue()));
            } else if (node.additional() != null) {
                found.addAll(problems(node.additional(), path.key(field.getKey()), field.getValue()));
            }
        }
        return found;
    }

    private static List<JsonNode> elements(JsonNode list) {
        var elements = new ArrayList<JsonNode>();
        list.forEach(elements::add);
        return elements;
    }

    private static List<JsonNode> keys(Node node, JsonNode list) {
        var keys = new ArrayList<JsonNode>();
        for (var element : list) {
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            for (var name : node.listMapKeys()) {
                if (element.has(name)) {
                    key.set(name, element.get(name));
                }
            }
            keys.add(key);
        }
        return keys;
    }

    /** Each value that comes again is told once. */
    private static void repeated(List<JsonNode> values, Path path, List<SchemaProblem> found) {
        var seen = new HashMap<JsonNode, Integer>();
        for (int i = 0; i < values.size(); i++) {
            if (seen.merge(values.get(i), 1, Integer::sum) == 2) {
                found.add(SchemaProblem.of(path.index(i), Reason.DUPLICATE, values.get(i), ""));
            }
        }
    }
}

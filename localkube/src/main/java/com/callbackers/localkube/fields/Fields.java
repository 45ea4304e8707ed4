package com.callbackers.localkube.fields;

import com.callbackers.localkube.shape.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which fields a value has, and which differ between two values. */
final class Fields {

    private Fields() {}

    static FieldSet of(JsonNode value, Shape shape) {
        var fields = new FieldSet();
        collect(value, shape, fields);
        return fields;
    }

    private static void collect(JsonNode value, Shape shape, FieldSet into) {
        var parts = parts(value, shape);
        if (parts.isEmpty()) {
            into.add();
        }
        parts.forEach((step, part) -> {
            if (!step.startsWith("f:")) {
                into.child(step).add();
            }
            if (!step.startsWith("v:")) {
                collect(part, part(step, shape), into.child(step));
            }
        });
    }

    /** @param changed what is new or has another value */
    record Difference(FieldSet changed, FieldSet removed) {}

    static Difference between(JsonNode before, JsonNode after, Shape shape) {
        var difference = new Difference(new FieldSet(), new FieldSet());
        compare(before, after, shape, difference.changed, difference.removed);
        return difference;
    }

    private static void compare(JsonNode before, JsonNode after, Shape shape, FieldSet changed, FieldSet removed) {
        if (after.isMissingNode()) {
            removed.add();
        } else if (before.isMissingNode()) {
            collect(after, shape, changed);
        } else if (Steps.hasParts(before, shape) && Steps.hasParts(after, shape)) {
            var partsBefore = parts(before, shape);
            var partsAfter = parts(after, shape);
            partsAfter.forEach((step, part) -> {
                var was = partsBefore.getOrDefault(step, MissingNode.getInstance());
                if (was.isMissingNode() && !step.startsWith("f:")) {
                    changed.child(step).add();
                }
                if (!was.equals(part)) {
                    compare(was, part, part(step, shape), changed.child(step), removed.child(step));
                }
            });
            partsBefore.keySet().stream()
                    .filter(step -> !partsAfter.containsKey(step))
                    .forEach(step -> removed.child(step).add());
        } else if (!before.equals(after)) {
            collect(after, shape, changed);
        }
    }

    private static Map<String, JsonNode> parts(JsonNode value, Shape shape) {
        if (!Steps.hasParts(value, shape)) {
            return Map.of();
        }
        if (value.isArray()) {
            return Steps.items(value, shape);
        }
        var fields = new LinkedHashMap<String, JsonNode>();
        value.properties().forEach(entry -> fields.put(Steps.field(entry.getKey()), entry.getValue()));
        return fields;
    }

    private static Shape part(String step, Shape shape) {
        return step.startsWith("f:") ? shape.field(step.substring(2)) : shape.items();
    }
}

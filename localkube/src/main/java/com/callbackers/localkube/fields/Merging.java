package com.callbackers.localkube.fields;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.shape.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts what is applied into an object, and takes out what no longer is. */
final class Merging {

    private Merging() {}

    static JsonNode merge(JsonNode live, JsonNode applied, Shape shape) {
        if (live.getNodeType() != applied.getNodeType() || !Steps.hasParts(applied, shape)) {
            return applied.deepCopy();
        }
        return applied.isObject()
                ? mergeObjects((ObjectNode) live, (ObjectNode) applied, shape)
                : mergeLists(live, applied, shape);
    }

    private static JsonNode mergeObjects(ObjectNode live, ObjectNode applied, Shape shape) {
        var merged = live.deepCopy();
        applied.properties().forEach(entry -> {
            var name = entry.getKey();
            merged.set(name, merge(merged.path(name), entry.getValue(), shape.field(name)));
        });
        return merged;
    }

    /** What was there keeps its place; what is new follows. */
    private static JsonNode mergeLists(JsonNode live, JsonNode applied, Shape shape) {
        var items = Steps.items(live, shape);
        Steps.items(applied, shape)
                .forEach((step, item) -> items.merge(step, item, (was, now) -> merge(was, now, shape.items())));
        return Json.array().addAll(items.values());
    }

    /**
     * @param fields to be taken out
     * @param kept fields that stay, with all that holds them
     */
    static JsonNode remove(JsonNode value, FieldSet fields, FieldSet kept, Shape shape) {
        if (fields.isEmpty() || !Steps.hasParts(value, shape)) {
            return value;
        }
        return value.isObject()
                ? removeFields((ObjectNode) value, fields, kept, shape)
                : removeItems(value, fields, kept, shape);
    }

    private static JsonNode removeFields(ObjectNode value, FieldSet fields, FieldSet kept, Shape shape) {
        var rest = Json.object();
        value.properties().forEach(entry -> {
            var name = entry.getKey();
            var step = Steps.field(name);
            if (goes(step, fields, kept)) {
                return;
            }
            var part = remove(entry.getValue(), fields.at(step), kept.at(step), shape.field(name));
            if (!emptied(entry.getValue(), part)) {
                rest.set(name, part);
            }
        });
        return rest;
    }

    private static JsonNode removeItems(JsonNode value, FieldSet fields, FieldSet kept, Shape shape) {
        var rest = Json.array();
        Steps.items(value, shape).forEach((step, item) -> {
            if (!goes(step, fields, kept)) {
                rest.add(remove(item, fields.at(step), kept.at(step), shape.items()));
            }
        });
        return rest;
    }

    private static boolean goes(String step, FieldSet fields, FieldSet kept) {
        return fields.at(step).has() && kept.at(step).isEmpty();
    }

    private static boolean emptied(JsonNode before, JsonNode after) {
        return after.isContainerNode() && after.isEmpty() && !before.isEmpty();
    }
}

package com.callbackers.localkube.fields;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.json.Json.MalformedException;
import com.callbackers.localkube.shape.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The steps from a value to a part of it. */
final class Steps {

    private Steps() {}

    static String field(String name) {
        return "f:" + name;
    }

    static String value(JsonNode item) {
        return "v:" + Json.text(item);
    }

    static String keys(JsonNode item, Shape.Listing.ByKeys listing, Shape shape) {
        var keys = Json.object();
        for (var key : new TreeSet<>(listing.keys())) {
            var value = item.get(key);
            if (value == null) {
                shape.field(key).defaultValue().ifPresent(usual -> keys.set(key, usual));
            } else {
                keys.set(key, value);
            }
        }
        return "k:" + Json.text(keys);
    }

    /** The items of a list by the step to each, in their order. */
    static Map<String, JsonNode> items(JsonNode list, Shape shape) {
        var items = new LinkedHashMap<String, JsonNode>();
        for (var item : list) {
            items.put(item(item, shape), item);
        }
        return items;
    }

    private static String item(JsonNode item, Shape shape) {
        return switch (shape.listing()) {
            case Shape.Listing.ByKeys keyed -> keys(item, keyed, shape.items());
            case Shape.Listing.OfScalars scalars -> value(item);
            case Shape.Listing.Atomic atomic -> throw new IllegalArgumentException("an atomic list has no steps");
        };
    }

    /** Whether a value is owned and merged part by part. */
    static boolean hasParts(JsonNode value, Shape shape) {
        return value.isObject()
                ? !shape.atomic()
                : value.isArray() && !(shape.listing() instanceof Shape.Listing.Atomic);
    }

    static String readable(String step) {
        var rest = step.substring(2);
        return switch (step.charAt(0)) {
            case 'f' -> "." + rest;
            case 'v' -> "[=" + rest + "]";
            case 'k' -> "[" + readableKeys(rest) + "]";
            default -> "[" + rest + "]";
        };
    }

    private static String readableKeys(String json) {
        try {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8)).properties().stream()
                    .map(entry -> entry.getKey() + "=" + Json.text(entry.getValue()))
                    .collect(Collectors.joining(","));
        } catch (MalformedException e) {
            return json;
        }
    }
}

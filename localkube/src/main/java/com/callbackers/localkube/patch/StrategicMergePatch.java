package com.callbackers.localkube.patch;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.shape.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kubernetes' own patch: lists of built-in kinds merge by their keys, and {@code $patch} and its like say what else is to be done. */
public final class StrategicMergePatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMergePatch() {}

    public static ObjectNode apply(ObjectNode target, ObjectNode patch, Shape shape) {
        return switch (directive(patch)) {
            case "replace" -> without(patch, DIRECTIVE);
            case "delete" -> Json.object();
            default -> merge(target, patch, shape);
        };
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode patch, Shape shape) {
        var result = target.deepCopy();
        retainKeys(result, patch);
        for (var entry : patch.properties()) {
            var name = entry.getKey();
            var value = entry.getValue();
            if (name.startsWith(DELETE_FROM)) {
                deleteFrom(result, name.substring(DELETE_FROM.length()), value);
            } else if (value.isNull()) {
                result.remove(name);
            } else if (!name.startsWith("$")) {
                result.set(name, value(result.path(name), value, shape.field(name)));
            }
        }
        for (var entry : patch.properties()) {
            if (entry.getKey().startsWith(ORDER)) {
                order(result, entry.getKey().substring(ORDER.length()), entry.getValue(), shape);
            }
        }
        return result;
    }

    private static JsonNode value(JsonNode target, JsonNode patch, Shape shape) {
        if (patch instanceof ObjectNode object) {
            return apply(target instanceof ObjectNode before ? before : Json.object(), object, shape);
        }
        if (patch instanceof ArrayNode list) {
            var key = shape.patchKey().orElse(null);
            var before = target instanceof ArrayNode found ? found : Json.array();
            if (key != null) {
                return key.isEmpty() ? union(before, list) : mergeByKey(before, list, key, shape.items());
            }
        }
        return patch.deepCopy();
    }

    private static ArrayNode union(ArrayNode before, ArrayNode patch) {
        var union = before.deepCopy();
        for (var item : patch) {
            if (!contains(union, item)) {
                union.add(item);
            }
        }
        return union;
    }

    private static boolean contains(ArrayNode list, JsonNode item) {
        for (var other : list) {
            if (other.equals(item)) {
                return true;
            }
        }
        return false;
    }

    private static ArrayNode mergeByKey(ArrayNode before, ArrayNode patch, String key, Shape shape) {
        for (var item : patch) {
            if (directive(item).equals("replace")) {
                return replaced(patch);
            }
        }
        var items = new ArrayList<JsonNode>();
        before.forEach(items::add);
        for (var item : patch) {
            if (!(item instanceof ObjectNode object) || !item.has(key)) {
                throw RefusedException.badRequest(
                        "map: " + Json.text(item) + " does not contain declared merge key: " + key);
            }
            int place = indexOf(items, key, item.get(key));
            if (directive(item).equals("delete")) {
                items.removeIf(other -> other.path(key).equals(item.get(key)));
            } else if (place < 0) {
                items.add(apply(Json.object(), object, shape));
            } else {
                items.set(place, apply((ObjectNode) items.get(place), object, shape));
            }
        }
        return ordered(Json.array().addAll(items), identities(patch, key), identities(before, key), key);
    }

    private static ArrayNode replaced(ArrayNode patch) {
        var items = Json.array();
        for (var item : patch) {
            if (!directive(item).equals("replace")) {
                items.add(item);
            } else if (item.size() > 1) {
                items.add(without((ObjectNode) item, DIRECTIVE));
            }
        }
        return items;
    }

    private static int indexOf(List<JsonNode> items, String key, @Nullable JsonNode value) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(key).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static void retainKeys(ObjectNode result, ObjectNode patch) {
        if (patch.get(RETAIN_KEYS) instanceof ArrayNode keys) {
            var kept = new HashSet<String>();
            keys.forEach(key -> kept.add(key.asText()));
            result.retain(kept);
        }
    }

    private static void deleteFrom(ObjectNode result, String name, JsonNode values) {
        if (result.get(name) instanceof ArrayNode list && values instanceof ArrayNode gone) {
            var rest = Json.array();
            for (var item : list) {
                if (!contains(gone, item)) {
                    rest.add(item);
                }
            }
            result.set(name, rest);
        }
    }

    private static void order(ObjectNode result, String name, JsonNode order, Shape shape) {
        if (result.get(name) instanceof ArrayNode list) {
            var key = shape.field(name).patchKey().orElse("");
            var wanted = new ArrayList<JsonNode>();
            order.forEach(item -> wanted.add(identity(item, key)));
            result.set(name, ordered(list, wanted, identities(list, key), key));
        }
    }

    /**
     * Items that are named come in that order. The others keep their order among themselves, and come before a named one only where
     * they were before it.
     *
     * @param before the identities of the items there were, in their order
     */
    private static ArrayNode ordered(ArrayNode list, List<JsonNode> wanted, List<JsonNode> before, String key) {
        var others = new ArrayDeque<JsonNode>();
        var named = new ArrayList<JsonNode>();
        list.forEach(item -> (wanted.contains(identity(item, key)) ? named : others).add(item));
        named.sort(Comparator.comparingInt(item -> wanted.indexOf(identity(item, key))));
        var ordered = Json.array();
        for (var item : named) {
            while (!others.isEmpty() && isBefore(identity(others.getFirst(), key), identity(item, key), before)) {
                ordered.add(others.remove());
            }
            ordered.add(item);
        }
        return ordered.addAll(others);
    }

    private static boolean isBefore(JsonNode one, JsonNode other, List<JsonNode> before) {
        int place = before.indexOf(one);
        return place >= 0 && place < before.indexOf(other);
    }

    private static List<JsonNode> identities(ArrayNode list, String key) {
        var identities = new ArrayList<JsonNode>();
        list.forEach(item -> identities.add(identity(item, key)));
        return identities;
    }

    private static JsonNode identity(JsonNode item, String key) {
        return key.isEmpty() ? item : item.path(key);
    }

    private static String directive(JsonNode patch) {
        return patch.path(DIRECTIVE).asText();
    }

    private static ObjectNode without(ObjectNode tree, String name) {
        var copy = tree.deepCopy();
        copy.remove(name);
        return copy;
    }
}

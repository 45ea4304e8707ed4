package com.callbackers.compiler;

import com.callbackers.resources.NumbersToo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a tree against the record that it is to become, and tells every field that is unknown or of a wrong kind, where
 * a mapper would stop at the first. Gives the tree without them.
 */
final class Shape {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Consumer<Problem> problems;
    private final Consumer<Field> unknown;

    /** @param unknown told of each field whose name is what is wrong */
    Shape(Consumer<Problem> problems, Consumer<Field> unknown) {
        this.problems = problems;
        this.unknown = unknown;
    }

    /** The part that fits; null when none does or the field is absent. */
    @Nullable
    JsonNode fit(JsonNode node, Type type, Field field) {
        if (node.isNull() || type == JsonNode.class) {
            return type == JsonNode.class ? node : null;
        }
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list(node, arguments[0], field)
                    : map(node, arguments[1], field);
        }
        var plain = (Class<?>) type;
        return plain.isRecord() ? fields(node, plain, field) : value(node, plain, field);
    }

    private @Nullable JsonNode fields(JsonNode node, Class<?> type, Field field) {
        if (!node.isObject()) {
            return wrong(field, "has to hold fields, such as " + names(type).getFirst());
        }
        var object = JSON.objectNode();
        for (var entry : node.properties()) {
            var child = field.at(entry.getKey());
            var component = component(type, entry.getKey());
            if (component == null) {
                unknown.accept(child);
                wrong(child, "is not a field here; " + advice(entry.getKey(), names(type)));
                continue;
            }
            var value = component.isAnnotationPresent(NumbersToo.class) ? texts(entry.getValue()) : entry.getValue();
            var fitting = fit(value, component.getGenericType(), child);
            if (fitting != null) {
                object.set(entry.getKey(), fitting);
            }
        }
        return object;
    }

    private static JsonNode texts(JsonNode list) {
        if (!list.isArray()) {
            return list;
        }
        var texts = JSON.arrayNode();
        list.forEach(element -> texts.add(element.isIntegralNumber() ? JSON.textNode(element.asText()) : element));
        return texts;
    }

    private @Nullable JsonNode list(JsonNode node, Type element, Field field) {
        if (!node.isArray()) {
            return wrong(field, "has to be a list");
        }
        var array = JSON.arrayNode();
        for (int i = 0; i < node.size(); i++) {
            if (node.get(i).isNull()) {
                wrong(field.at(i), "is empty; fill it or leave it out");
            }
            var fitting = fit(node.get(i), element, field.at(i));
            // What stands after keeps its index, so that later problems name the right element.
            array.add(fitting == null ? placeholder(element) : fitting);
        }
        return array;
    }

    private @Nullable JsonNode map(JsonNode node, Type value, Field field) {
        if (!node.isObject()) {
            return wrong(field, "has to be a mapping of names to values");
        }
        var object = JSON.objectNode();
        for (var entry : node.properties()) {
            if (entry.getValue().isNull()) {
                wrong(field.at(entry.getKey()), "is empty; fill it or leave it out");
            }
            var fitting = fit(entry.getValue(), value, field.at(entry.getKey()));
            if (fitting != null) {
                object.set(entry.getKey(), fitting);
            }
        }
        return object;
    }

    private @Nullable JsonNode value(JsonNode node, Class<?> type, Field field) {
        if (type == String.class) {
            if (node.isTextual()) {
                return node;
            }
            return wrong(field, node.isValueNode() ? "has to be text; put it in quotes" : "has to be text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? node : wrong(field, "has to be true or false");
        }
        if (type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt() ? node : wrong(field, "has to be a whole number");
        }
        if (type == Double.class) {
            return node.isNumber() && Double.isFinite(node.doubleValue()) ? node : wrong(field, "has to be a number");
        }
        throw new IllegalStateException("no rule for " + type);
    }

    private static JsonNode placeholder(Type element) {
        return element == String.class ? JSON.textNode("") : JSON.objectNode();
    }

    private @Nullable JsonNode wrong(Field field, String message) {
        problems.accept(new Problem(Reason.INVALID_SPEC, field.path(), message));
        return null;
    }

    private static @Nullable RecordComponent component(Class<?> type, String name) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static String advice(String given, List<String> known) {
        return known.stream()
                .filter(name -> near(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(name -> "is '" + name + "' meant?")
                .orElseGet(() -> "known are " + String.join(", ", known));
    }

    /** Whether one becomes the other by at most two changes of a character. */
    private static boolean near(String one, String other) {
        var row = new ArrayList<Integer>();
        for (int j = 0; j <= other.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row.get(0);
            row.set(0, i);
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row.get(j);
                row.set(j, Math.min(changed, 1 + Math.min(diagonal, row.get(j - 1))));
            }
        }
        return row.get(other.length()) <= Math.min(2, other.length() / 2);
    }
}

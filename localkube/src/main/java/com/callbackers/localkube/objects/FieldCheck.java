package com.callbackers.localkube.objects;

import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.shape.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Holds an object to its shape: values of the wrong type are refused, fields that do not exist are taken out and told. */
final class FieldCheck {

    private final List<String> unknown = new ArrayList<>();
    private final String what;

    private FieldCheck(String what) {
        this.what = what;
    }

    /** @return the paths of what was taken out */
    static List<String> prune(ObjectNode object, Shape shape, String what) {
        var check = new FieldCheck(what);
        check.object(object, shape, "");
        return check.unknown;
    }

    private void object(ObjectNode object, Shape shape, String path) {
        object.properties().removeIf(entry -> {
            var name = entry.getKey();
            var field = path.isEmpty() ? name : path + "." + name;
            if (entry.getValue().isNull()) {
                return true;
            }
            if (!shape.declares(name) && !isHeader(path, name)) {
                unknown.add(field);
                return true;
            }
            value(entry.getValue(), shape.field(name), field);
            return false;
        });
    }

    private static boolean isHeader(String path, String name) {
        return path.isEmpty() && (name.equals("apiVersion") || name.equals("kind"));
    }

    private void value(JsonNode value, Shape shape, String path) {
        checkType(value, shape.type(), path);
        if (value instanceof ObjectNode object && shape.type() == Shape.Type.OBJECT) {
            object(object, shape, path);
        } else if (value instanceof ArrayNode list && shape.type() == Shape.Type.LIST) {
            for (int i = 0; i < list.size(); i++) {
                if (!list.get(i).isNull()) {
                    value(list.get(i), shape.items(), path + "[" + i + "]");
                }
            }
        }
    }

    private void checkType(JsonNode value, Shape.Type type, String path) {
        boolean fits =
                switch (type) {
                    case ANY -> true;
                    case OBJECT -> value.isObject();
                    case LIST -> value.isArray();
                    case STRING -> value.isTextual();
                    case INTEGER -> value.isIntegralNumber();
                    case NUMBER -> value.isNumber();
                    case BOOLEAN -> value.isBoolean();
                };
        if (!fits) {
            throw RefusedException.badRequest(what + ": json: cannot unmarshal "
                    + word(value) + " into field " + path + " of type "
                    + type.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static String word(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            default -> "object";
        };
    }
}

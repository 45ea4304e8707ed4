package com.callbackers.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The fields of a resource as Markdown: a table for each object, those within it after it. */
final class ReferencePage {

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    static String of(Crd crd) {
        var reference = new ReferencePage();
        reference.object("spec", crd.field("spec"));
        reference.object("status", crd.field("status"));
        return reference.page.toString();
    }

    private void object(String path, JsonNode schema) {
        page.append("\n### ").append(path).append('\n');
        if (path.endsWith("]") && schema.has("description")) {
            page.append(schema.get("description").asText()).append("\n\n");
        }
        page.append("| field | type | what it is |\n|---|---|---|\n");
        var inner = new ArrayList<Runnable>();
        for (var property : schema.path("properties").properties()) {
            var name = property.getKey();
            var field = property.getValue();
            page.append("| ")
                    .append(fieldName(path, name, field))
                    .append(required(schema, name) ? " *required*" : "")
                    .append(" | ")
                    .append(type(field))
                    .append(" | ")
                    .append(cell(field.path("description").asText()))
                    .append(" |\n");
            if (isReference(field) || isReference(field.path("items"))) {
                continue;
            }
            if (field.has("properties")) {
                inner.add(() -> object(path + "." + name, field));
            } else if (field.path("items").has("properties")) {
                inner.add(() -> object(path + "." + name + "[]", field.get("items")));
            }
        }
        inner.forEach(Runnable::run);
    }

    private static String fieldName(String path, String name, JsonNode field) {
        if (isReference(field) || isReference(field.path("items"))) {
            return "`" + name + "`";
        }
        if (field.has("properties")) {
            return "[`" + name + "`](#" + anchor(path + "." + name) + ")";
        }
        return field.path("items").has("properties")
                ? "[`" + name + "`](#" + anchor(path + "." + name + "[]") + ")"
                : "`" + name + "`";
    }

    /** To a Secret or a destination: small, and the same everywhere. */
    private static boolean isReference(JsonNode schema) {
        return schema.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    /** As GitHub makes them. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
    }

    private static boolean required(JsonNode schema, String name) {
        return texts(schema.path("required")).contains(name);
    }

    private static String type(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return "text or number";
        }
        if (schema.has("enum")) {
            return texts(schema.get("enum")).stream()
                    .map(value -> "`" + value + "`")
                    .collect(Collectors.joining(", "));
        }
        if (isReference(schema)) {
            return "`{" + String.join(", ", names(schema)) + "}`";
        }
        return switch (schema.path("type").asText()) {
            case "array" -> "list of " + several(type(schema.get("items")));
            case "object" -> schema.has("additionalProperties") ? "text by name" : "fields";
            case "string" -> schema.path("format").asText().equals("date-time") ? "time" : "text";
            case "boolean" -> "true or false";
            default -> "number" + bounds(schema);
        };
    }

    private static String several(String type) {
        return type.equals("text") ? "texts" : type;
    }

    private static String bounds(JsonNode schema) {
        return schema.has("minimum") && schema.has("maximum") && !schema.has("exclusiveMinimum")
                ? ", " + schema.get("minimum").asText() + " to "
                        + schema.get("maximum").asText()
                : "";
    }

    private static List<String> names(JsonNode schema) {
        var names = new ArrayList<String>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}

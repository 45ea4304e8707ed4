package com.callbackers.localkube.schema;

import com.callbackers.localkube.schema.SchemaProblem.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a schema, and gathers what a CustomResourceDefinition with it would be refused for. */
final class NodeReader {

    private static final Set<String> TYPES = Set.of("object", "array", "string", "integer", "number", "boolean");

    private final List<SchemaProblem> problems;

    NodeReader(List<SchemaProblem> problems) {
        this.problems = problems;
    }

    Node read(JsonNode schema, Path path) {
        return read(schema, path, true);
    }

    /** @param structural false below allOf, anyOf, oneOf and not, which only add to what the structure says */
    private Node read(JsonNode schema, Path path, boolean structural) {
        var properties = new LinkedHashMap<String, Node>();
        for (var property : schema.path("properties").properties()) {
            properties.put(
                    property.getKey(),
                    read(property.getValue(), path.field("properties").key(property.getKey()), structural));
        }
        var node = new Node(
                path,
                schema,
                properties,
                child(schema, "items", path, structural),
                child(schema, "additionalProperties", path, structural),
                pattern(schema, path),
                children(schema, "allOf", path),
                children(schema, "anyOf", path),
                children(schema, "oneOf", path),
                child(schema, "not", path, false));
        if (structural) {
            check(node);
        }
        return node;
    }

    private @Nullable Node child(JsonNode schema, String keyword, Path path, boolean structural) {
        var child = schema.path(keyword);
        return child.isObject() ? read(child, path.field(keyword), structural) : null;
    }

    private List<Node> children(JsonNode schema, String keyword, Path path) {
        var children = new ArrayList<Node>();
        for (var child : schema.path(keyword)) {
            children.add(read(child, path.field(keyword).index(children.size()), false));
        }
        return List.copyOf(children);
    }

    private @Nullable Pattern pattern(JsonNode schema, Path path) {
        var pattern = schema.path("pattern").asText("");
        try {
            return pattern.isEmpty() ? null : Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.add(SchemaProblem.invalid(
                    path.field("pattern"),
                    schema.get("pattern"),
                    "must be a valid regular expression, but isn't: " + e.getMessage()));
            return null;
        }
    }

    private void check(Node node) {
        var type = node.type();
        if (type.isEmpty() && !node.intOrString() && !node.keepsUnknownFields()) {
            problems.add(required(node, "type", "must not be empty for specified object fields"));
        } else if (!type.isEmpty() && !TYPES.contains(type)) {
            problems.add(SchemaProblem.of(
                    node.path().field("type"),
                    Reason.NOT_SUPPORTED,
                    node.keywords().get("type"),
                    "supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\""));
        }
        if (type.equals("array") && node.items() == null && !node.keepsUnknownFields()) {
            problems.add(required(node, "items", "must be specified"));
        }
        if (node.listType().equals("map")) {
            checkListMap(node);
        }
    }

    private void checkListMap(Node node) {
        var keys = node.path().field("x-kubernetes-list-map-keys");
        if (node.listMapKeys().isEmpty()) {
            problems.add(
                    SchemaProblem.plain(keys, Reason.REQUIRED, "must not be empty if x-kubernetes-list-type is map"));
        }
        var items = node.items();
        for (var key : node.listMapKeys()) {
            if (items == null || !items.properties().containsKey(key)) {
                problems.add(SchemaProblem.plain(
                        keys, Reason.INVALID, Wording.quote(key) + ": entries must all be names of item properties"));
            } else if (!items.required().contains(key)
                    && items.properties().get(key).defaultValue() == null) {
                problems.add(required(
                        items,
                        "properties[" + key + "].default",
                        "this property is in x-kubernetes-list-map-keys, so it"
                                + " must have a default or be a required property"));
            }
        }
    }

    private static SchemaProblem required(Node node, String keyword, String detail) {
        return SchemaProblem.plain(node.path().field(keyword), Reason.REQUIRED, detail);
    }
}

package com.callbackers.compiler;

import com.callbackers.localkube.schema.InvalidSchemaException;
import com.callbackers.localkube.schema.StructuralSchema;
import com.callbackers.resources.CustomResourceDefinitions;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of our CustomResourceDefinitions, as an API server uses it. */
record Crd(JsonNode definition, StructuralSchema schema) {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static final Crd ROUTE = read(0);
    static final Crd DESTINATION = read(1);

    private static Crd read(int index) {
        var definition = tree(CustomResourceDefinitions.yaml().get(index));
        try {
            return new Crd(definition, StructuralSchema.of(root(definition)));
        } catch (InvalidSchemaException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode tree(String yaml) {
        return YAML.unmarshal(yaml, JsonNode.class);
    }

    static Crd of(JsonNode resource) {
        return resource.path("kind").asText().equals("CallbackRoute") ? ROUTE : DESTINATION;
    }

    private static JsonNode root(JsonNode definition) {
        return definition.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    String kind() {
        return definition.at("/spec/names/kind").asText();
    }

    /** What an API server would answer to a strict request; empty when it takes the resource. */
    List<String> refusals(JsonNode resource) {
        var unknown = schema.unknownFields(resource);
        if (!unknown.isEmpty()) {
            return unknown.stream()
                    .map(field -> "unknown field \"" + field + "\"")
                    .toList();
        }
        return schema.problems(stored(resource), null).stream()
                .map(Object::toString)
                .toList();
    }

    /** As an API server would keep it. */
    JsonNode stored(JsonNode resource) {
        return schema.withDefaults(schema.prune(resource));
    }

    /** The schema of each field of spec and status, by paths such as {@code spec.rules[].match.headers[].name}. */
    Map<String, JsonNode> fields() {
        var fields = new LinkedHashMap<String, JsonNode>();
        for (var part : List.of("spec", "status")) {
            collect(part, root(definition).path("properties").path(part), fields);
        }
        return fields;
    }

    JsonNode field(String path) {
        var field = fields().get(path);
        if (field == null) {
            throw new AssertionError(path + " is not in the schema of " + kind());
        }
        return field;
    }

    private static void collect(String path, JsonNode schema, Map<String, JsonNode> fields) {
        fields.put(path, schema);
        schema.path("properties")
                .properties()
                .forEach(property -> collect(path + "." + property.getKey(), property.getValue(), fields));
        if (schema.has("items")) {
            collect(path + "[]", schema.get("items"), fields);
        }
        if (schema.has("additionalProperties")) {
            collect(path + "{}", schema.get("additionalProperties"), fields);
        }
    }

    /** The paths that a resource gives, as in {@link #fields()}. */
    List<String> given(JsonNode resource) {
        var given = new ArrayList<String>();
        given("spec", fields(), resource.path("spec"), given);
        return given;
    }

    private static void given(String path, Map<String, JsonNode> fields, JsonNode value, List<String> given) {
        given.add(path);
        var map = fields.containsKey(path + "{}");
        value.properties()
                .forEach(field ->
                        given(map ? path + "{}" : path + "." + field.getKey(), fields, field.getValue(), given));
        if (value.isArray()) {
            value.forEach(element -> given(path + "[]", fields, element, given));
        }
    }
}

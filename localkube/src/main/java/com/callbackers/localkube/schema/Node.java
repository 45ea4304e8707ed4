package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One place of a schema, with the places below it.
 *
 * @param path where it stands in the CustomResourceDefinition
 * @param keywords the schema as it was given
 * @param additional of the values of a map
 * @param pattern of a text
 */
record Node(
        Path path,
        JsonNode keywords,
        Map<String, Node> properties,
        @Nullable Node items,
        @Nullable Node additional,
        @Nullable Pattern pattern,
        List<Node> allOf,
        List<Node> anyOf,
        List<Node> oneOf,
        @Nullable Node not) {

    /** The types that a value may have; empty: any. */
    List<String> types() {
        if (intOrString()) {
            return List.of("integer", "string");
        }
        return type().isEmpty() ? List.of() : List.of(type());
    }

    String type() {
        return keywords.path("type").asText("");
    }

    /** The format of a text, when it is one that is checked. */
    String format() {
        var format = keywords.path("format").asText("");
        return Formats.known(format) ? format : "";
    }

    boolean nullable() {
        return is("nullable");
    }

    boolean intOrString() {
        return is("x-kubernetes-int-or-string");
    }

    boolean keepsUnknownFields() {
        return is("x-kubernetes-preserve-unknown-fields");
    }

    boolean embedsResource() {
        return is("x-kubernetes-embedded-resource");
    }

    boolean is(String keyword) {
        return keywords.path(keyword).asBoolean(false);
    }

    /** Whether fields without a schema of their own are values of a map. */
    boolean isMap() {
        var additional = keywords.path("additionalProperties");
        return additional.isObject() || additional.asBoolean(false);
    }

    String listType() {
        return keywords.path("x-kubernetes-list-type").asText("");
    }

    List<String> listMapKeys() {
        return texts("x-kubernetes-list-map-keys");
    }

    List<String> required() {
        return texts("required");
    }

    private List<String> texts(String keyword) {
        var texts = new ArrayList<String>();
        keywords.path(keyword).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Nullable
    JsonNode defaultValue() {
        return keywords.get("default");
    }

    OptionalLong limit(String keyword) {
        var limit = keywords.path(keyword);
        return limit.isNumber() ? OptionalLong.of(limit.longValue()) : OptionalLong.empty();
    }

    /** Of a field of an object, or of a value of a map. */
    @Nullable
    Node child(String name) {
        var property = properties.get(name);
        return property == null ? additional : property;
    }
}

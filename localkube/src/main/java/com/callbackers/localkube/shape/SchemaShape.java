package com.callbackers.localkube.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shape that a structural schema gives a custom resource. */
public final class SchemaShape implements Shape {

    private final JsonNode schema;

    private SchemaShape(JsonNode schema) {
        this.schema = schema;
    }

    /** The shape of a whole object: its metadata is that of every object. */
    public static Shape ofObject(JsonNode schema) {
        return new ObjectShape(new SchemaShape(schema));
    }

    @Override
    public Shape field(String name) {
        var property = schema.path("properties").path(name);
        if (property.isObject()) {
            return new SchemaShape(property);
        }
        var values = schema.path("additionalProperties");
        return values.isObject() ? new SchemaShape(values) : Shape.untyped();
    }

    @Override
    public boolean declares(String name) {
        return schema.path("properties").has(name)
                || schema.has("additionalProperties")
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    @Override
    public Shape items() {
        var items = schema.path("items");
        return items.isObject() ? new SchemaShape(items) : Shape.untyped();
    }

    @Override
    public Listing listing() {
        return switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" -> new Listing.OfScalars();
            case "map" -> new Listing.ByKeys(texts(schema.path("x-kubernetes-list-map-keys")));
            default -> Listing.ATOMIC;
        };
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Override
    public boolean atomic() {
        return schema.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    @Override
    public Optional<JsonNode> defaultValue() {
        return Optional.ofNullable(schema.get("default"));
    }

    private record ObjectShape(Shape body) implements Shape {

        @Override
        public Shape field(String name) {
            return switch (name) {
                case "metadata" -> BuiltInTypes.all().shape(BuiltInTypes.OBJECT_META);
                default -> body.field(name);
            };
        }

        @Override
        public boolean declares(String name) {
            // the schema itself prunes custom resources
            return true;
        }

        @Override
        public Shape items() {
            return Shape.untyped();
        }

        @Override
        public Listing listing() {
            return Listing.ATOMIC;
        }

        @Override
        public boolean atomic() {
            return false;
        }
    }
}

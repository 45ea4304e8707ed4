package com.callbackers.localkube.openapi;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.shape.BuiltInField;
import com.callbackers.localkube.shape.BuiltInType;
import com.callbackers.localkube.shape.BuiltInTypes;
import com.callbackers.localkube.shape.Shape.Listing;
import com.callbackers.localkube.shape.TypeRef;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schemas of one document, each type once, with all the types that they refer to. */
final class Components {

    private static final String API_VERSION =
            "APIVersion defines the versioned schema of this representation of an object.";
    private static final String KIND = "Kind is a string value representing the REST resource this object represents.";

    private final ObjectNode schemas = Json.object();

    ObjectNode schemas() {
        return schemas;
    }

    void add(Kind kind) {
        var custom = kind.custom();
        var schema = custom == null ? builtIn(kind.typeName()) : custom(kind.typeName(), custom.openApi());
        if (schema.get("properties") instanceof ObjectNode properties) {
            properties.putObject("apiVersion").put("type", "string").put("description", API_VERSION);
            properties.putObject("kind").put("type", "string").put("description", KIND);
        }
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.name());
    }

    private ObjectNode custom(String name, JsonNode openApi) {
        var schema = openApi instanceof ObjectNode object ? object.deepCopy() : Json.object();
        schemas.set(name, schema);
        var properties = Json.objectAt(schema, "properties");
        properties.set("metadata", reference(BuiltInTypes.OBJECT_META, "Standard object's metadata."));
        return schema;
    }

    private ObjectNode builtIn(String name) {
        if (schemas.get(name) instanceof ObjectNode known) {
            return known;
        }
        var type = BuiltInTypes.all().get(name);
        var schema = Json.object();
        schemas.set(name, schema);
        describe(type, schema);
        return schema;
    }

    private void describe(BuiltInType type, ObjectNode schema) {
        schema.put("description", type.description()).put("type", "object");
        if (type.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : type.fields().values()) {
            properties.set(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private ObjectNode property(BuiltInField field) {
        var schema = field.type() instanceof TypeRef.Named named
                ? reference(named.type(), field.description())
                : schema(field.type()).put("description", field.description());
        switch (field.listing()) {
            case Listing.ByKeys keyed -> {
                schema.put("x-kubernetes-list-type", "map");
                keyed.keys().forEach(schema.putArray("x-kubernetes-list-map-keys")::add);
            }
            case Listing.OfScalars scalars -> schema.put("x-kubernetes-list-type", "set");
            case Listing.Atomic atomic -> {
                if (field.type() instanceof TypeRef.ListOf) {
                    schema.put("x-kubernetes-list-type", "atomic");
                }
            }
        }
        if (field.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        patchStrategy(field, schema);
        return schema;
    }

    private static void patchStrategy(BuiltInField field, ObjectNode schema) {
        var merge = field.patchKey().isPresent();
        if (merge || field.retainKeys()) {
            schema.put(
                    "x-kubernetes-patch-strategy",
                    merge && field.retainKeys() ? "merge,retainKeys" : merge ? "merge" : "retainKeys");
        }
        field.patchKey()
                .filter(key -> !key.isEmpty())
                .ifPresent(key -> schema.put("x-kubernetes-patch-merge-key", key));
    }

    private ObjectNode reference(String type, String description) {
        builtIn(type);
        var schema = Json.object().put("description", description);
        schema.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + type);
        return schema;
    }

    private ObjectNode schema(TypeRef type) {
        return switch (type) {
            case TypeRef.Named named -> {
                builtIn(named.type());
                yield Json.object().put("$ref", "#/components/schemas/" + named.type());
            }
            case TypeRef.ListOf list -> {
                var schema = Json.object().put("type", "array");
                schema.set("items", schema(list.items()));
                yield schema;
            }
            case TypeRef.MapOf map -> {
                var schema = Json.object().put("type", "object");
                schema.set("additionalProperties", schema(map.values()));
                yield schema;
            }
            case TypeRef.Scalar scalar -> scalar(scalar.name());
        };
    }

    private static ObjectNode scalar(String name) {
        var schema = Json.object();
        return switch (name) {
            case "int32", "int64" -> schema.put("type", "integer").put("format", name);
            case "number", "boolean", "string" -> schema.put("type", name);
            case "bytes" -> schema.put("type", "string").put("format", "byte");
            case "date-time", "micro-time" -> schema.put("type", "string").put("format", "date-time");
            case "quantity" -> schema.put("type", "string");
            case "int-or-string" -> {
                var choices = schema.put("format", "int-or-string").putArray("oneOf");
                choices.addObject().put("type", "integer");
                choices.addObject().put("type", "string");
                yield schema;
            }
            default -> schema.put("type", "object");
        };
    }
}

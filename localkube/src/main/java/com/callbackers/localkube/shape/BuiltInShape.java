package com.callbackers.localkube.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shape of a value in an object of a built-in kind. */
final class BuiltInShape implements Shape {

    private final BuiltInTypes types;
    private final TypeRef type;
    private final @Nullable BuiltInField field;

    private BuiltInShape(BuiltInTypes types, TypeRef type, @Nullable BuiltInField field) {
        this.types = types;
        this.type = type;
        this.field = field;
    }

    static Shape of(BuiltInTypes types, TypeRef type) {
        return new BuiltInShape(types, type, null);
    }

    @Override
    public Shape field(String name) {
        return switch (type) {
            case TypeRef.Named named -> {
                var found = types.get(named.type()).fields().get(name);
                yield found == null ? Shape.untyped() : new BuiltInShape(types, found.type(), found);
            }
            case TypeRef.MapOf map -> of(types, map.values());
            case TypeRef.ListOf list -> Shape.untyped();
            case TypeRef.Scalar scalar -> Shape.untyped();
        };
    }

    @Override
    public boolean declares(String name) {
        return !(type instanceof TypeRef.Named named)
                || types.get(named.type()).fields().containsKey(name);
    }

    @Override
    public Shape items() {
        return type instanceof TypeRef.ListOf list ? of(types, list.items()) : Shape.untyped();
    }

    @Override
    public Listing listing() {
        return field == null ? Listing.ATOMIC : field.listing();
    }

    @Override
    public boolean atomic() {
        return (field != null && field.atomic())
                || (type instanceof TypeRef.Named named
                        && types.get(named.type()).atomic());
    }

    @Override
    public Optional<String> patchKey() {
        return field == null ? Optional.empty() : field.patchKey();
    }

    /** The protocol of a port is the only default that Kubernetes' own list keys have. */
    @Override
    public Optional<JsonNode> defaultValue() {
        return field != null && field.name().equals("protocol")
                ? Optional.of(TextNode.valueOf("TCP"))
                : Optional.empty();
    }

    @Override
    public Type type() {
        return switch (type) {
            case TypeRef.Named named -> Type.OBJECT;
            case TypeRef.MapOf map -> Type.OBJECT;
            case TypeRef.ListOf list -> Type.LIST;
            case TypeRef.Scalar scalar -> scalar(scalar.name());
        };
    }

    private static Type scalar(String name) {
        return switch (name) {
            case "string", "bytes", "date-time", "micro-time" -> Type.STRING;
            case "int32", "int64" -> Type.INTEGER;
            case "number" -> Type.NUMBER;
            case "boolean" -> Type.BOOLEAN;
            default -> Type.ANY;
        };
    }
}

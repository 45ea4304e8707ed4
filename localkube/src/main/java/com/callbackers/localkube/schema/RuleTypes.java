package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The types of what rules see, so that a field that does not exist is told when the schema is read. What has no schema
 * is not seen at all.
 */
// CEL asks for immutable providers; this one only grows while rules are compiled.
@SuppressWarnings("Immutable")
final class RuleTypes implements CelTypeProvider {

    private final Map<String, ObjectType> objects = new ConcurrentHashMap<>();

    /**
     * An object's type.
     *
     * @param fields by the names that rules use
     */
    record ObjectType(StructType type, Map<String, Field> fields) {}

    /** @param name in the object itself */
    record Field(String name, Node node, CelType type) {}

    /** @param resource whether apiVersion, kind and a few fields of metadata are seen too */
    @Nullable
    CelType of(Node node, boolean resource) {
        if (node.intOrString()) {
            return SimpleType.DYN;
        }
        return switch (node.type()) {
            case "array" -> {
                var element = node.items() == null
                        ? null
                        : of(node.items(), node.items().embedsResource());
                yield element == null ? null : ListType.create(element);
            }
            case "object" -> {
                if (node.additional() == null) {
                    yield object(node, resource).type();
                }
                var value = of(node.additional(), node.additional().embedsResource());
                yield value == null ? null : MapType.create(SimpleType.STRING, value);
            }
            case "string" -> text(node.format());
            case "boolean" -> SimpleType.BOOL;
            case "number" -> SimpleType.DOUBLE;
            case "integer" -> SimpleType.INT;
            default -> null;
        };
    }

    private static CelType text(String format) {
        return switch (format) {
            case "byte" -> SimpleType.BYTES;
            case "duration" -> SimpleType.DURATION;
            case "date", "date-time" -> SimpleType.TIMESTAMP;
            default -> SimpleType.STRING;
        };
    }

    ObjectType object(Node node, boolean resource) {
        var name = node.path().text();
        var known = objects.get(name);
        if (known != null) {
            return known;
        }
        var fields = new LinkedHashMap<String, Field>();
        node.properties().forEach((property, child) -> add(property, child, fields));
        if (resource) {
            ofResource(node.path()).properties().forEach((property, child) -> add(property, child, fields));
        }
        var seen = ImmutableMap.copyOf(Maps.transformValues(fields, Field::type));
        var type = StructType.create(name, seen.keySet(), field -> Optional.ofNullable(seen.get(field)));
        var object = new ObjectType(type, fields);
        objects.put(name, object);
        return object;
    }

    private void add(String property, Node node, Map<String, Field> fields) {
        var type = of(node, node.embedsResource());
        var name = Identifiers.escape(property);
        if (type != null && name.isPresent()) {
            fields.put(name.get(), new Field(property, node, type));
        }
    }

    private static Node ofResource(Path path) {
        var text = plain(path, "string", Map.of());
        var metadata = plain(path.key("metadata"), "object", Map.of("name", text, "generateName", text));
        return plain(path, "object", Map.of("apiVersion", text, "kind", text, "metadata", metadata));
    }

    private static Node plain(Path path, String type, Map<String, Node> properties) {
        return new Node(
                path,
                JsonNodeFactory.instance.objectNode().put("type", type),
                properties,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return objects.values().stream().map(ObjectType::type).collect(ImmutableList.toImmutableList());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(objects.get(name)).map(ObjectType::type);
    }
}

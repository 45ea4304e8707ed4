package com.callbackers.localkube.protobuf;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.shape.BuiltInField;
import com.callbackers.localkube.shape.BuiltInType;
import com.callbackers.localkube.shape.BuiltInTypes;
import com.callbackers.localkube.shape.TypeRef;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Turns Kubernetes' protobuf into the JSON it stands for. Answers are always JSON, which every client takes. */
public final class ProtobufBody {

    private static final byte[] MAGIC = "k8s\0".getBytes(StandardCharsets.US_ASCII);

    private final BuiltInTypes types = BuiltInTypes.all();

    private ProtobufBody() {}

    /** What clients wrap an object in. */
    private record Envelope(String apiVersion, String kind, byte[] object) {

        static Envelope read(byte[] body) {
            String apiVersion = "";
            String kind = "";
            byte[] object = {};
            var wire = new Wire(Arrays.copyOfRange(body, MAGIC.length, body.length));
            while (wire.next()) {
                switch (wire.number()) {
                    case 1 -> {
                        var type = new Wire(wire.bytes());
                        while (type.next()) {
                            switch (type.number()) {
                                case 1 -> apiVersion = type.text();
                                case 2 -> kind = type.text();
                                default -> type.skip();
                            }
                        }
                    }
                    case 2 -> object = wire.bytes();
                    default -> wire.skip();
                }
            }
            return new Envelope(apiVersion, kind, object);
        }
    }

    /** @throws IllegalArgumentException when it is none, or of a kind that is not known */
    public static ObjectNode read(byte[] body) {
        if (!Arrays.equals(body, 0, Math.min(MAGIC.length, body.length), MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("it does not begin as Kubernetes' protobuf does");
        }
        var envelope = Envelope.read(body);
        var type = BuiltInTypes.all()
                .find(envelope.apiVersion, envelope.kind)
                .orElseThrow(() ->
                        new IllegalArgumentException("no built-in kind: " + envelope.apiVersion + " " + envelope.kind));
        var object = Json.object().put("apiVersion", envelope.apiVersion).put("kind", envelope.kind);
        new ProtobufBody().readInto(object, new Wire(envelope.object), type, "");
        return object;
    }

    /** @param prefix of the numbers of fields that stand in the outer object in JSON, and in one of their own here */
    private void readInto(ObjectNode object, Wire wire, BuiltInType type, String prefix) {
        while (wire.next()) {
            var number = prefix + wire.number();
            var field = type.fields().values().stream()
                    .filter(candidate -> candidate.number().equals(number))
                    .findFirst();
            if (field.isPresent()) {
                add(object, field.get(), wire);
            } else if (prefix.isEmpty() && hasInner(type, number)) {
                readInto(object, new Wire(wire.bytes()), type, number + ".");
            } else {
                wire.skip();
            }
        }
    }

    private static boolean hasInner(BuiltInType type, String number) {
        return type.fields().values().stream().anyMatch(field -> field.number().startsWith(number + "."));
    }

    private void add(ObjectNode object, BuiltInField field, Wire wire) {
        var name = field.name();
        switch (field.type()) {
            case TypeRef.ListOf list -> {
                var items = object.get(name) instanceof ArrayNode known ? known : object.putArray(name);
                items.add(value(list.items(), wire));
            }
            case TypeRef.MapOf map -> addEntry(Json.objectAt(object, name), map.values(), new Wire(wire.bytes()));
            case TypeRef.Named named -> object.set(name, value(named, wire));
            case TypeRef.Scalar scalar -> {
                var value = value(scalar, wire);
                if (!value.isMissingNode() && !(field.omitsZero() && isZero(value))) {
                    object.set(name, value);
                }
            }
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.isTextual() ? value.textValue().isEmpty() : !value.asBoolean();
    }

    private void addEntry(ObjectNode map, TypeRef values, Wire wire) {
        var key = "";
        JsonNode value = empty(values);
        while (wire.next()) {
            switch (wire.number()) {
                case 1 -> key = wire.text();
                case 2 -> value = value(values, wire);
                default -> wire.skip();
            }
        }
        map.set(key, value);
    }

    private static JsonNode empty(TypeRef type) {
        return type instanceof TypeRef.Named ? Json.object() : TextNode.valueOf("");
    }

    private JsonNode value(TypeRef type, Wire wire) {
        return switch (type) {
            case TypeRef.Named named -> {
                var object = Json.object();
                readInto(object, new Wire(wire.bytes()), types.get(named.type()), "");
                yield object;
            }
            case TypeRef.Scalar scalar -> scalar(scalar.name(), wire);
            case TypeRef.ListOf list -> throw new IllegalArgumentException("lists of lists are not known");
            case TypeRef.MapOf map -> throw new IllegalArgumentException("lists of maps are not known");
        };
    }

    private static JsonNode scalar(String name, Wire wire) {
        return switch (name) {
            case "string" -> TextNode.valueOf(wire.text());
            case "bytes" -> TextNode.valueOf(Base64.getEncoder().encodeToString(wire.bytes()));
            case "boolean" -> BooleanNode.valueOf(wire.varint() != 0);
            case "int32" -> IntNode.valueOf((int) wire.varint());
            case "int64" -> integer(wire.varint());
            case "number" -> DoubleNode.valueOf(wire.number64());
            case "quantity" -> text(new Wire(wire.bytes()));
            case "int-or-string" -> intOrString(new Wire(wire.bytes()));
            case "date-time", "micro-time" -> time(new Wire(wire.bytes()));
            default -> raw(new Wire(wire.bytes()));
        };
    }

    private static JsonNode integer(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : JsonNodeFactory.instance.numberNode(value);
    }

    private static JsonNode text(Wire wire) {
        var text = "";
        while (wire.next()) {
            if (wire.number() == 1) {
                text = wire.text();
            } else {
                wire.skip();
            }
        }
        return TextNode.valueOf(text);
    }

    private static JsonNode intOrString(Wire wire) {
        long isText = 0;
        long number = 0;
        var text = "";
        while (wire.next()) {
            switch (wire.number()) {
                case 1 -> isText = wire.varint();
                case 2 -> number = wire.varint();
                case 3 -> text = wire.text();
                default -> wire.skip();
            }
        }
        return isText == 1 ? TextNode.valueOf(text) : IntNode.valueOf((int) number);
    }

    private static JsonNode time(Wire wire) {
        long seconds = 0;
        long nanos = 0;
        boolean given = false;
        while (wire.next()) {
            given = true;
            switch (wire.number()) {
                case 1 -> seconds = wire.varint();
                case 2 -> nanos = wire.varint();
                default -> wire.skip();
            }
        }
        // Go's zero time is an empty message
        return given
                ? TextNode.valueOf(Instant.ofEpochSecond(seconds, nanos).toString())
                : JsonNodeFactory.instance.missingNode();
    }

    private static JsonNode raw(Wire wire) {
        JsonNode value = Json.object();
        while (wire.next()) {
            if (wire.number() == 1) {
                var bytes = wire.bytes();
                try {
                    value = Json.parse(bytes);
                } catch (Json.MalformedException e) {
                    throw new IllegalArgumentException("an embedded value is not JSON", e);
                }
            } else {
                wire.skip();
            }
        }
        return value;
    }
}

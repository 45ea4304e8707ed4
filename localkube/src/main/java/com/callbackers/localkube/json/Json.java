package com.callbackers.localkube.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** JSON trees from bytes and back. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(JsonNode tree) {
        return new String(bytes(tree), StandardCharsets.UTF_8);
    }

    /** What was written by us. */
    public static ObjectNode stored(byte[] json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parse(byte[] json) throws MalformedException {
        try {
            var tree = MAPPER.readTree(json);
            return tree == null ? MAPPER.missingNode() : tree;
        } catch (JsonProcessingException e) {
            throw new MalformedException(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON is YAML too, but is read faster as what it is. */
    public static JsonNode parseYaml(byte[] yaml) throws MalformedException {
        if (startsLikeJson(yaml)) {
            return parse(yaml);
        }
        var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        try {
            return MAPPER.valueToTree(new Load(settings).loadFromString(new String(yaml, StandardCharsets.UTF_8)));
        } catch (YamlEngineException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean startsLikeJson(byte[] text) {
        for (var b : text) {
            if (!Character.isWhitespace(b)) {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    public static @Nullable String textAt(JsonNode tree, String... path) {
        var node = tree;
        for (var name : path) {
            node = node.path(name);
        }
        return node.isTextual() ? node.textValue() : null;
    }

    /** The object under a name, made when it is absent. */
    public static ObjectNode objectAt(ObjectNode tree, String name) {
        return tree.get(name) instanceof ObjectNode found ? found : tree.putObject(name);
    }

    public static final class MalformedException extends Exception {
        MalformedException(String message) {
            super(message);
        }
    }
}

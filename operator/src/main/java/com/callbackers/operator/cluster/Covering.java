package com.callbackers.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Objects;

/** Whether an object is already as it is wanted: what the server or others added counts as nothing. */
final class Covering {

    /** Tells a wish from an earlier one that had more in it, which the object alone cannot tell. */
    private static final String MARK = "callbackers.com/applied";

    private static final ObjectMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Covering() {}

    /** With a mark of what is wanted; a Secret's values have no part in it, they are compared themselves. */
    static <T extends HasMetadata> T marked(T desired) {
        var tree = tree(desired);
        if (desired instanceof Secret && tree instanceof ObjectNode secret) {
            secret.remove("data");
        }
        var annotations = new HashMap<String, String>();
        if (desired.getMetadata().getAnnotations() != null) {
            annotations.putAll(desired.getMetadata().getAnnotations());
        }
        annotations.put(MARK, hash(sorted(tree)));
        desired.getMetadata().setAnnotations(annotations);
        return desired;
    }

    static boolean covers(HasMetadata actual, HasMetadata desired) {
        return mark(desired).equals(mark(actual)) && covers(tree(actual), tree(desired));
    }

    private static String mark(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : Objects.requireNonNullElse(annotations.get(MARK), "");
    }

    /** The same text for the same wish, in whatever order its maps were filled. */
    private static String sorted(JsonNode tree) {
        return String.valueOf(SORTED.valueToTree(SORTED.convertValue(tree, Object.class)));
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode tree(HasMetadata object) {
        return Serialization.unmarshal(Serialization.asJson(object), JsonNode.class);
    }

    private static boolean covers(JsonNode actual, JsonNode desired) {
        if (desired.isObject()) {
            return desired.properties().stream()
                    .allMatch(field ->
                            isNothing(field.getValue()) || covers(actual.path(field.getKey()), field.getValue()));
        }
        if (desired.isArray()) {
            if (actual.size() != desired.size()) {
                return false;
            }
            for (int i = 0; i < desired.size(); i++) {
                if (!covers(actual.path(i), desired.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return desired.equals(actual);
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }
}

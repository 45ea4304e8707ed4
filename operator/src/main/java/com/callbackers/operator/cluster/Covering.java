package com.callbackers.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Whether an object is already as it is wanted: what the server added counts as nothing. */
final class Covering {

    private Covering() {}

    static boolean covers(HasMetadata actual, HasMetadata desired) {
        return covers(tree(actual), tree(desired));
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

package com.callbackers.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** One YAML document as a tree. */
final class Yaml {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Yaml() {}

    static JsonNode read(String document) {
        return YAML.unmarshal(document, JsonNode.class);
    }
}

package com.callbackers.compiler;

import com.callbackers.resources.CallbackRoute;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Resources as JSON. They refer to secrets and hold none. */
public final class ResourceWriter {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private ResourceWriter() {}

    /** Name, namespace and spec: the same text for the same rules, which is what a generation is told by. */
    public static String canonical(CallbackRoute route) {
        return tree(route).toString();
    }

    /** Name, namespace and spec. */
    static ObjectNode tree(CallbackRoute route) {
        var tree = JSON.createObjectNode();
        tree.put("apiVersion", "callbackers.com/v1alpha1");
        tree.put("kind", "CallbackRoute");
        tree.putObject("metadata")
                .put("name", route.getMetadata().getName())
                .put("namespace", route.getMetadata().getNamespace());
        tree.set("spec", route.getSpec() == null ? JSON.createObjectNode() : JSON.valueToTree(route.getSpec()));
        return tree;
    }
}

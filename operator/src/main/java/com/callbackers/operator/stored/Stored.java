package com.callbackers.operator.stored;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;

/** What holds for every resource that is stored. */
public final class Stored {

    private Stored() {}

    /** namespace/name */
    public static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    static ObjectMeta name(HasMetadata object) {
        return new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .build();
    }

    /** Name, namespace and spec, which may be whatever it is. */
    static String json(HasMetadata object, @Nullable SpecText spec) {
        var metadata = JsonNodeFactory.instance
                .objectNode()
                .put("namespace", object.getMetadata().getNamespace())
                .put("name", object.getMetadata().getName());
        return "{\"metadata\":" + metadata + ",\"spec\":" + (spec == null ? "null" : spec.json()) + "}";
    }
}

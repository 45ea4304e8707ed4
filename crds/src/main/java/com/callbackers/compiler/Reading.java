package com.callbackers.compiler;

import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource while it is read.
 *
 * @param at where it stands in its YAML document
 */
record Reading(List<Problem> problems, Places.Builder places, Field at) {

    static final String API_VERSION = "callbackers.com/v1alpha1";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    <T> @Nullable T fit(JsonNode tree, Class<T> type) {
        var shape = new Shape(problems::add, field -> places.wrongName(within(field)));
        var fitting = shape.fit(tree, type, Field.ROOT);
        try {
            return fitting == null ? null : JSON.treeToValue(fitting, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was checked does not fit " + type.getSimpleName(), e);
        }
    }

    ObjectMeta metadata(Documents.@Nullable Metadata given) {
        var metadata = new ObjectMetaBuilder().withName("").withNamespace("default");
        if (given == null || given.name() == null || given.name().isBlank()) {
            problems.add(new Problem(Reason.INVALID_SPEC, "metadata.name", "is required"));
        } else {
            metadata.withName(given.name());
        }
        if (given != null && given.namespace() != null && !given.namespace().isEmpty()) {
            metadata.withNamespace(given.namespace());
        }
        if (given != null && given.labels() != null) {
            metadata.withLabels(given.labels());
        }
        if (given != null && given.annotations() != null) {
            metadata.withAnnotations(given.annotations());
        }
        return metadata.build();
    }

    void version(@Nullable String given, String expected) {
        if (given != null && !given.equals(expected)) {
            problems.add(
                    new Problem(Reason.INVALID_SPEC, "apiVersion", "'" + given + "' is not known; use " + expected));
        }
    }

    boolean base64(String key, String value) {
        try {
            Base64.getDecoder().decode(value.strip());
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(
                    new Problem(Reason.INVALID_SPEC, "data." + key, "is not base64; plain text goes under stringData"));
            return false;
        }
    }

    <T> Read<T> read(T resource) {
        return new Read<>(resource, places.build().within(at), problems);
    }

    private Field within(Field field) {
        return at.path().isEmpty() ? field : new Field(at.path() + "." + field.path());
    }

    Read<CallbackRoute> route(JsonNode tree) {
        var read = fit(tree, Documents.Route.class);
        var resource = new CallbackRoute();
        resource.setMetadata(metadata(read == null ? null : read.metadata()));
        if (read != null) {
            version(read.apiVersion(), API_VERSION);
            resource.setSpec(read.spec());
        }
        return read(resource);
    }

    Read<CallbackDestination> destination(JsonNode tree) {
        var read = fit(tree, Documents.Destination.class);
        var resource = new CallbackDestination();
        resource.setMetadata(metadata(read == null ? null : read.metadata()));
        if (read != null) {
            version(read.apiVersion(), API_VERSION);
            resource.setSpec(read.spec());
        }
        return read(resource);
    }

    Read<Secret> secret(JsonNode tree) {
        var read = fit(tree, Documents.KubernetesSecret.class);
        var resource = new SecretBuilder().withMetadata(metadata(read == null ? null : read.metadata()));
        if (read != null) {
            version(read.apiVersion(), "v1");
            resource.withStringData(read.stringData() == null ? Map.of() : read.stringData());
            if (read.data() != null) {
                read.data().forEach((key, value) -> {
                    if (base64(key, value)) {
                        resource.addToData(key, value);
                    }
                });
            }
        }
        return read(resource.build());
    }
}

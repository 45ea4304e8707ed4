package com.callbackers.compiler;

import com.callbackers.resources.CallbackDestinationSpec;
import com.callbackers.resources.CallbackRouteSpec;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outer shape of the resources that are read; what stands in JSON trees is allowed and not looked at. */
final class Documents {

    private Documents() {}

    record Metadata(
            @Nullable String name,
            @Nullable String namespace,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable JsonNode creationTimestamp,
            @Nullable JsonNode deletionGracePeriodSeconds,
            @Nullable JsonNode deletionTimestamp,
            @Nullable JsonNode finalizers,
            @Nullable JsonNode generateName,
            @Nullable JsonNode generation,
            @Nullable JsonNode managedFields,
            @Nullable JsonNode ownerReferences,
            @Nullable JsonNode resourceVersion,
            @Nullable JsonNode selfLink,
            @Nullable JsonNode uid) {}

    record Route(
            @Nullable String apiVersion,
            @Nullable String kind,
            @Nullable Metadata metadata,
            @Nullable CallbackRouteSpec spec,
            @Nullable JsonNode status) {}

    record Destination(
            @Nullable String apiVersion,
            @Nullable String kind,
            @Nullable Metadata metadata,
            @Nullable CallbackDestinationSpec spec,
            @Nullable JsonNode status) {}

    record KubernetesSecret(
            @Nullable String apiVersion,
            @Nullable String kind,
            @Nullable Metadata metadata,
            @Nullable String type,
            @Nullable Boolean immutable,
            @Nullable Map<String, String> data,
            @Nullable Map<String, String> stringData) {

        @Override
        public String toString() {
            return "KubernetesSecret[•••]";
        }
    }
}

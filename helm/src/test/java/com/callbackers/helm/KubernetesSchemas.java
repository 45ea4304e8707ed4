package com.callbackers.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

/**
 * Kubernetes' own OpenAPI schemas, as the official Java client carries them: unknown fields and missing ones are
 * problems, to any depth. They come from Maven Central, so that no cluster and no download is needed.
 */
final class KubernetesSchemas {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    private KubernetesSchemas() {}

    static boolean know(JsonNode object) {
        var group = group(object);
        return !group.contains(".") || group.endsWith(".k8s.io");
    }

    /** What is wrong with an object, if anything. */
    static Optional<String> problem(JsonNode object) {
        var model = MODELS + version(object) + object.path("kind").asText();
        try {
            Class.forName(model)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(object.toString()));
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of("Kubernetes knows no " + model);
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String group(JsonNode object) {
        var apiVersion = object.path("apiVersion").asText();
        return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }

    private static String version(JsonNode object) {
        var apiVersion = object.path("apiVersion").asText();
        var version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        return version.substring(0, 1).toUpperCase(Locale.ROOT) + version.substring(1);
    }
}

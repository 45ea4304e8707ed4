package com.callbackers.localkube.objects;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.refusal.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How an object is to go.
 *
 * @param uid that it must have, when given
 * @param resourceVersion that it must have, when given
 */
public record DeleteOptions(
        Propagation propagation,
        @Nullable String uid,
        @Nullable String resourceVersion,
        boolean dryRun) {

    /** What becomes of the objects that it owns. */
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN;

        static Propagation of(String text) {
            return switch (text) {
                case "Background" -> BACKGROUND;
                case "Foreground" -> FOREGROUND;
                case "Orphan" -> ORPHAN;
                default ->
                    throw RefusedException.badRequest(
                            "invalid propagationPolicy: \"" + text + "\" (one of Background, Foreground, Orphan)");
            };
        }
    }

    /**
     * @param body DeleteOptions as JSON, or a missing node
     * @param policy the request's propagationPolicy, which stands in for the body's
     */
    public static DeleteOptions read(JsonNode body, @Nullable String policy, boolean dryRun) {
        var stated = policy == null ? Json.textAt(body, "propagationPolicy") : policy;
        var orphan = body.path("orphanDependents").asBoolean();
        var preconditions = body.path("preconditions");
        return new DeleteOptions(
                stated == null ? (orphan ? Propagation.ORPHAN : Propagation.BACKGROUND) : Propagation.of(stated),
                Json.textAt(preconditions, "uid"),
                Json.textAt(preconditions, "resourceVersion"),
                dryRun || !body.path("dryRun").isEmpty());
    }
}

package com.callbackers.localkube.api;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.patch.MergePatch;
import com.callbackers.localkube.patch.StrategicMergePatch;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.refusal.RefusedException.Cause;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a patch makes of an object, by the type of its body. */
final class Patches {

    private Patches() {}

    static UnaryOperator<ObjectNode> change(ApiRequest request, Kind kind) {
        return switch (request.contentType()) {
            case "application/json-patch+json" -> {
                var patch = Bodies.read(request);
                yield live -> jsonPatch(live, patch, kind);
            }
            case "application/merge-patch+json" -> {
                var patch = Bodies.object(request);
                yield live -> object(MergePatch.apply(live, patch));
            }
            case "application/strategic-merge-patch+json" -> {
                if (kind.custom() != null) {
                    throw unsupported("application/json-patch+json, application/merge-patch+json, "
                            + "application/apply-patch+yaml");
                }
                var patch = Bodies.object(request);
                yield live -> StrategicMergePatch.apply(live, patch, kind.shape());
            }
            default ->
                throw unsupported("application/json-patch+json, application/merge-patch+json, "
                        + "application/strategic-merge-patch+json, application/apply-patch+yaml");
        };
    }

    private static ObjectNode jsonPatch(ObjectNode live, JsonNode patch, Kind kind) {
        try {
            return object(JsonPatch.apply(patch, live));
        } catch (JsonPatchException e) {
            throw RefusedException.invalid(
                    kind.subjectByKind(live.path("metadata").path("name").asText()),
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "the server rejected our request due to an error in our request: " + e.getMessage(),
                            "patch")));
        }
    }

    private static ObjectNode object(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw RefusedException.badRequest("the patch leaves no object");
    }

    private static RefusedException unsupported(String accepted) {
        return RefusedException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }
}

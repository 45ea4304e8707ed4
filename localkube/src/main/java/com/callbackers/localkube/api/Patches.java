package com.callbackers.localkube.api;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.patch.MergePatch;
import com.callbackers.localkube.patch.StrategicMergePatch;
import com.callbackers.localkube.refusal.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.EnumSet;
import java.util.function.UnaryOperator;

/** What a patch makes of an object, by the type of its body. */
final class Patches {

    private Patches() {}

    static UnaryOperator<ObjectNode> change(ApiRequest request, Kind kind) {
        return switch (request.contentType()) {
            case "application/json-patch+json" -> {
                var patch = Bodies.read(request);
                yield live -> jsonPatch(live, patch);
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

    private static ObjectNode jsonPatch(ObjectNode live, JsonNode patch) {
        try {
            return object(JsonPatch.apply(patch, live, EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT)));
        } catch (JsonPatchException e) {
            throw RefusedException.unprocessable("the server rejected our request due to an error in our request");
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

package com.callbackers.localkube.api;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Questions about what one may do: here everyone is the one user of this machine, who may do everything. */
final class Reviews {

    private Reviews() {}

    static ObjectNode answer(Kind kind, ObjectNode review) {
        review.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
        Json.objectAt(review, "metadata").putNull("creationTimestamp");
        var status = review.putObject("status");
        switch (kind.name()) {
            case "SelfSubjectRulesReview" -> rules(status);
            case "SelfSubjectReview" -> {
                var user = status.putObject("userInfo").put("username", "local");
                user.putArray("groups").add("system:masters").add("system:authenticated");
            }
            default -> status.put("allowed", true).put("reason", "everything is allowed on this machine");
        }
        return review;
    }

    private static void rules(ObjectNode status) {
        var resources = status.putArray("resourceRules").addObject();
        resources.putArray("verbs").add("*");
        resources.putArray("apiGroups").add("*");
        resources.putArray("resources").add("*");
        var paths = status.putArray("nonResourceRules").addObject();
        paths.putArray("verbs").add("*");
        paths.putArray("nonResourceURLs").add("*");
        status.put("incomplete", false);
    }
}

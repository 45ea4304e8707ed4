package com.callbackers.operator.routes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** What the API refused, in words. */
final class Failures {

    private static final int LONGEST = 500;

    private Failures() {}

    /** What a refusal says of Secrets might quote them, so of those only the reason is told. */
    static String told(KubernetesClientException failure) {
        var status = Optional.ofNullable(failure.getStatus());
        var what = status.map(Status::getDetails)
                .map(details -> details.getKind() + " " + details.getName())
                .orElse("what it needs");
        if (failure.getCode() == 0) {
            return "the Kubernetes API cannot be reached";
        }
        var reason = status.map(Status::getReason).orElse("HTTP " + failure.getCode());
        var isSecret = what.toLowerCase(java.util.Locale.ROOT).startsWith("secret");
        var words = isSecret ? Optional.<String>empty() : status.map(Status::getMessage);
        return "the Kubernetes API refused " + what + " (" + reason + ")"
                + words.map(text -> ": " + text.substring(0, Math.min(LONGEST, text.length())))
                        .orElse("");
    }
}

package com.callbackers.localkube.schema;

import com.callbackers.localkube.schema.SchemaProblem.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code x-kubernetes-validations}.
 *
 * @param given as it was given
 * @param comparesWithOld a transition rule: evaluated only where there is a value to compare with
 */
record Rule(
        JsonNode given,
        CelRuntime.Program program,
        CelRuntime.@Nullable Program messageProgram,
        boolean comparesWithOld) {

    static final String SELF = "self";
    static final String OLD_SELF = "oldSelf";

    /** @param resource whether the value is a whole resource */
    Optional<SchemaProblem> problem(
            Node node, Path path, JsonNode now, @Nullable JsonNode before, boolean resource, RuleValues values) {
        if (comparesWithOld && before == null) {
            return Optional.empty();
        }
        var variables = new HashMap<String, Object>();
        variables.put(SELF, values.of(node, now, resource));
        if (before != null) {
            variables.put(OLD_SELF, values.of(node, before, resource));
        }
        try {
            if (Boolean.TRUE.equals(program.eval(variables))) {
                return Optional.empty();
            }
        } catch (CelEvaluationException e) {
            return Optional.of(SchemaProblem.invalid(
                    path, node.keywords().get("type"), e.getMessage() + " evaluating rule: " + told()));
        }
        return Optional.of(refusal(node, place(path), now, message(variables)));
    }

    private SchemaProblem refusal(Node node, Path path, JsonNode now, String message) {
        var whole = node.type().equals("object") || node.type().equals("array");
        return switch (given.path("reason").asText("")) {
            case "FieldValueForbidden" -> SchemaProblem.plain(path, Reason.FORBIDDEN, message);
            case "FieldValueRequired" -> SchemaProblem.plain(path, Reason.REQUIRED, message);
            case "FieldValueDuplicate" -> shown(path, Reason.DUPLICATE, whole ? null : now, message);
            default -> shown(path, Reason.INVALID, whole ? null : now, message);
        };
    }

    /** Objects and lists are not shown: they would hide the message. */
    private static SchemaProblem shown(Path path, Reason reason, @Nullable JsonNode value, String message) {
        return value == null
                ? SchemaProblem.plain(path, reason, message)
                : SchemaProblem.of(path, reason, value, message);
    }

    private Path place(Path path) {
        var within = given.path("fieldPath").asText("");
        return within.isEmpty() ? path : new Path(path.text() + (path.text().isEmpty() ? within.substring(1) : within));
    }

    private String message(HashMap<String, Object> variables) {
        if (messageProgram != null) {
            try {
                var message = String.valueOf(messageProgram.eval(variables)).strip();
                if (!message.isEmpty() && !message.contains("\n")) {
                    return message;
                }
            } catch (CelEvaluationException e) {
                // as in Kubernetes, the fixed message stands in
                return fixedMessage();
            }
        }
        return fixedMessage();
    }

    private String fixedMessage() {
        var message = given.path("message").asText("").strip();
        return message.isEmpty() ? "failed rule: " + told() : message;
    }

    private String told() {
        var message = given.path("message").asText("");
        return (message.isEmpty() ? given.path("rule").asText() : message).strip();
    }
}

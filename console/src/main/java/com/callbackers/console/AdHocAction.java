package com.callbackers.console;

import com.callbackers.console.call.Problem;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An action that a replay brings along, in the shape of a rule's action. */
final class AdHocAction {

    private AdHocAction() {}

    /** @param before the entries before it: an action's name tells its delivery apart */
    static void check(JsonNode action, String field, List<JsonNode> before) {
        var type = action.path("type");
        switch (type.isString() ? type.stringValue() : "") {
            case "Slack" -> part(action, field, "slack");
            case "Forward" -> part(action, field, "forward");
            default ->
                throw Problem.invalid(
                        field + ".type", "%s.type must be \"Slack\" or \"Forward\", not %s".formatted(field, type));
        }
        var name = action.path("name");
        if (!name.isString() || name.stringValue().isBlank()) {
            throw Problem.invalid(field + ".name", "%s.name must be given, a string".formatted(field));
        }
        if (before.stream().anyMatch(other -> other.path("name").equals(name))) {
            throw Problem.invalid(
                    field + ".name", "%s.name: there is another action '%s'".formatted(field, name.stringValue()));
        }
    }

    private static void part(JsonNode action, String field, String name) {
        var part = action.path(name);
        if (!part.isObject()
                && !(part.isMissingNode() && action.path("destinationRef").isObject())) {
            throw Problem.invalid(field + "." + name, "%s.%s must be given, an object".formatted(field, name));
        }
    }
}

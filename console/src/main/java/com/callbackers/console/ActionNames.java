package com.callbackers.console;

import com.callbackers.console.ReplayRequest.Named;
import com.callbackers.console.call.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The actions of a route, by the names that a replay may choose them by.
 *
 * @param full each as {@code rule/action}
 */
record ActionNames(List<String> full) {

    /** Nothing where the resource shows no rules. */
    static Optional<ActionNames> of(JsonNode route) {
        var rules = route.path("spec").path("rules");
        if (!rules.isArray()) {
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        for (var rule : rules) {
            for (var action : rule.path("actions")) {
                names.add(
                        rule.path("name").asString() + "/" + action.path("name").asString());
            }
        }
        return Optional.of(new ActionNames(List.copyOf(names)));
    }

    void check(Collection<Named> chosen) {
        chosen.stream().filter(action -> !has(action.name())).findFirst().ifPresent(action -> {
            throw Problem.invalid(
                    action.field(),
                    "%s: the rules have no action '%s', only %s"
                            .formatted(action.field(), action.name(), String.join(", ", full)));
        });
    }

    private boolean has(String name) {
        return full.stream().anyMatch(each -> each.equals(name) || each.endsWith("/" + name));
    }
}

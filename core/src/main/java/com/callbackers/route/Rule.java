package com.callbackers.route;

import com.callbackers.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fits, and what to do then.
 *
 * @param stop no later rule is looked at once this one fits
 */
public record Rule(String name, Match match, @Nullable Expression when, boolean stop, List<Action> actions) {

    public Rule {
        actions = List.copyOf(actions);
    }
}

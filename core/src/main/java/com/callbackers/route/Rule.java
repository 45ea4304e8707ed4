package com.callbackers.route;

import com.callbackers.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fits, and what to do then.
 *
 * @param dedup null: each callback that fits is acted on
 * @param stop no later rule is looked at once this one fits, be it by a repeat
 */
public record Rule(
        String name,
        Match match,
        @Nullable Expression when,
        @Nullable Dedup dedup,
        boolean stop,
        List<Action> actions) {

    public Rule {
        actions = List.copyOf(actions);
    }

    /** One that acts on repeats too. */
    public Rule(String name, Match match, @Nullable Expression when, boolean stop, List<Action> actions) {
        this(name, match, when, null, stop, actions);
    }
}

package com.callbackers.callback;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a callback exists that nobody sent: it repeats an earlier one, or tries a destination.
 *
 * @param of the callback that is repeated; null: none
 * @param rules which rules decide
 * @param actions only these, by action name or {@code rule/action}; empty: all
 * @param adHoc actions given with the request, as JSON in the shape of a rule's actions; empty: none
 * @param sender who had sent the repeated one; proved then, since its signature fits neither another time nor another
 *     body
 */
public record Replay(
        @Nullable UUID of,
        Rules rules,
        List<String> actions,
        List<String> adHoc,
        @Nullable String sender) {

    public enum Rules {
        /** The route's generation that decided the first time. */
        THEN,
        /** The route as it stands. */
        NOW
    }

    public boolean wants(String rule, String action) {
        return (actions.isEmpty() && adHoc.isEmpty())
                || actions.contains(action)
                || actions.contains(rule + "/" + action);
    }
}

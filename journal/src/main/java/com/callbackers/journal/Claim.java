package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.delivery.Rendered;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one attempt, until the lease ends.
 *
 * @param attempt its number, from 1
 * @param route null: no route decided, which leaves only ad hoc actions
 * @param adHoc the action as JSON when a replay brought it along
 */
public record Claim(
        UUID delivery,
        UUID lease,
        int attempt,
        @Nullable String route,
        long generation,
        String rule,
        String action,
        @Nullable String adHoc,
        Rendered rendered,
        Callback callback) {}

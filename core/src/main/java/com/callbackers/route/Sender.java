package com.callbackers.route;

import com.callbackers.expression.Expression;
import com.callbackers.signature.Verification;
import org.jspecify.annotations.Nullable;

/** How a sender is recognised, proved, or both. */
public record Sender(
        String name, @Nullable Expression when, @Nullable Verification verify) {

    public static final String UNKNOWN = "unknown";
}

package com.callbackers.callback;

import java.util.Locale;

/** Where a callback stands. */
public enum CallbackState {
    /** Recorded, not yet decided. */
    RECEIVED,
    /** At least one rule with actions fitted. */
    ROUTED,
    /** Only rules without actions fitted, or it repeats another one: dropped on purpose. */
    FILTERED,
    /** No route for the host, or no rule fitted. */
    UNROUTED,
    /** The sender was not proved, or the request was too large to keep. */
    REJECTED,
    /** The route is suspended: decided when that is lifted. */
    SUSPENDED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CallbackState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

package com.callbackers.operator.workers;

import java.util.Map;

/**
 * How far a compiled route has got.
 *
 * @param ready workers that are ready
 * @param holding of these, those that hold it
 * @param refusals of these, those that cannot take it, and why
 */
public record Holding(int ready, int holding, Map<String, String> refusals) {

    public static final Holding NOBODY = new Holding(0, 0, Map.of());

    public boolean isComplete() {
        return ready > 0 && holding == ready;
    }

    /** Whether there is nothing new to tell: once it is complete, of how many workers is not told again. */
    boolean isAsGoodAs(Holding other) {
        return isComplete() ? other.isComplete() : equals(other);
    }
}

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

    public boolean isComplete() {
        return ready > 0 && holding == ready;
    }
}

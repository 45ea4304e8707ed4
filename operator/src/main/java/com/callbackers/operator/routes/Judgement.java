package com.callbackers.operator.routes;

import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a route's resource is worth.
 *
 * @param rules how many it has
 * @param problems that stand against it; none: it is to be at work as it is
 * @param compiled what is to be at work: this generation, or the last good one
 * @param hosts that it holds
 * @param lost hosts that it asks for and others hold, with their holders
 */
record Judgement(
        int rules,
        List<Problem> problems,
        Optional<CompiledRoute> compiled,
        List<String> hosts,
        Map<String, String> lost) {

    boolean isGood() {
        return problems.isEmpty();
    }
}

package com.callbackers.operator.routes;

import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a route's resource is worth.
 *
 * @param problems that stand against it; none: it is to be at work as it is
 * @param compiled what is to be at work: this generation, or the last good one
 * @param hosts that it holds
 * @param lost hosts that it asks for and others hold, with their holders
 * @param freed routes that waited for hosts which it has let go
 */
record Judgement(
        List<Problem> problems,
        Optional<CompiledRoute> compiled,
        List<String> hosts,
        Map<String, String> lost,
        Set<String> freed) {

    boolean isGood() {
        return problems.isEmpty();
    }
}

package com.callbackers.route;

import com.callbackers.callback.CallbackState;
import com.callbackers.delivery.Rendered;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a callback, and why.
 *
 * @param state never RECEIVED
 * @param reason in words, for every state but ROUTED
 * @param route namespace/name; null where no route has the host
 * @param sender a name, {@link Sender#UNKNOWN}, or null where no route has the host
 * @param let each value as JSON
 * @param problems expressions that failed, in words
 * @param claims what the rules that planned deliveries have to hold to act; empty where none asks for it
 */
public record Decision(
        CallbackState state,
        @Nullable String reason,
        @Nullable String route,
        long generation,
        @Nullable String sender,
        Map<String, String> let,
        List<Trace> senders,
        List<Trace> rules,
        List<String> problems,
        List<Planned> deliveries,
        List<DedupClaim> claims) {

    /** One that holds whatever other callbacks do. */
    public Decision(
            CallbackState state,
            @Nullable String reason,
            @Nullable String route,
            long generation,
            @Nullable String sender,
            Map<String, String> let,
            List<Trace> senders,
            List<Trace> rules,
            List<String> problems,
            List<Planned> deliveries) {
        this(state, reason, route, generation, sender, let, senders, rules, problems, deliveries, List.of());
    }

    /** Whether a sender or rule fitted, and why (not). */
    public record Trace(String name, boolean fits, String why) {}

    /**
     * A delivery to make.
     *
     * @param adHoc the action as JSON when a replay brought it along; null: it stands in the route
     */
    public record Planned(
            String rule,
            String action,
            String type,
            String destination,
            Rendered rendered,
            @Nullable String orderKey,
            @Nullable String adHoc) {}

    public static Decision unrouted(String reason) {
        return new Decision(
                CallbackState.UNROUTED, reason, null, 0, null, Map.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** What is left when another callback holds what a rule claimed: that rule does not act. */
    public Decision asRepeat(DedupClaim claim, UUID first) {
        var why = claim.lostTo(first);
        var left = deliveries.stream()
                .filter(planned -> !planned.rule().equals(claim.rule()))
                .toList();
        return new Decision(
                left.isEmpty() ? CallbackState.FILTERED : state,
                left.isEmpty() ? why : reason,
                route,
                generation,
                sender,
                let,
                senders,
                rules.stream()
                        .map(trace -> trace.name().equals(claim.rule()) ? new Trace(trace.name(), false, why) : trace)
                        .toList(),
                problems,
                left,
                claims.stream().filter(other -> !other.equals(claim)).toList());
    }
}

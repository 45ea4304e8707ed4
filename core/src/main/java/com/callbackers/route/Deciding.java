package com.callbackers.route;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.expression.Evaluation;
import com.callbackers.expression.Expression;
import com.callbackers.expression.Facts;
import com.callbackers.expression.Values;
import com.callbackers.signature.Proof;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One decision in the making: the values, then who sends, then rule by rule. */
final class Deciding {

    private final Route route;
    private final Callback callback;
    private final Facts facts;
    private final Map<String, String> let = new LinkedHashMap<>();
    private final List<Decision.Trace> senders = new ArrayList<>();
    private final List<Decision.Trace> rules = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Decision.Planned> deliveries = new ArrayList<>();
    private final List<DedupClaim> claims = new ArrayList<>();

    Deciding(Route route, Callback callback) {
        this.route = route;
        this.callback = callback;
        this.facts = new Facts(callback);
    }

    Decision decide() {
        if (route.suspend()) {
            return decision(CallbackState.SUSPENDED, "the route is suspended", null);
        }
        var afterSender = afterSender();
        bind(route.let().stream().filter(value -> !afterSender.contains(value)).toList());
        var sender = sender();
        facts.bind("sender", sender);
        if (route.requireSender() && sender.equals(Sender.UNKNOWN)) {
            return decision(CallbackState.REJECTED, "no sender was recognised: " + whyNot(), sender);
        }
        bind(route.let().stream().filter(afterSender::contains).toList());
        return decideRules(sender);
    }

    /** Values that use {@code sender}, or another such value, wait until it is known. */
    private Set<Let> afterSender() {
        var names = new HashSet<String>(Set.of("sender"));
        var after = new HashSet<Let>();
        for (var value : route.let()) {
            if (value.value().names().stream().anyMatch(names::contains)) {
                names.add(value.name());
                after.add(value);
            }
        }
        return after;
    }

    private void bind(List<Let> values) {
        for (var value : values) {
            switch (value.value().evaluate(facts)) {
                case Evaluation.Value given -> bind(value.name(), given.value());
                case Evaluation.Failed failed -> {
                    problems.add("let " + value.name() + ": " + failed.why());
                    bind(value.name(), null);
                }
            }
        }
    }

    private void bind(String name, @Nullable Object value) {
        facts.bind(name, value);
        let.put(name, Values.json(value));
    }

    private String sender() {
        for (var sender : route.senders()) {
            var trace = trace(sender);
            senders.add(trace);
            if (trace.fits()) {
                return sender.name();
            }
        }
        return Sender.UNKNOWN;
    }

    private Decision.Trace trace(Sender sender) {
        var reasons = new ArrayList<String>();
        if (sender.when() != null) {
            var why = whyFalse(sender.when(), "senders " + sender.name());
            if (why != null) {
                return new Decision.Trace(sender.name(), false, why);
            }
            reasons.add("when is true");
        }
        if (provedBefore(sender)) {
            reasons.add("proved when it first arrived");
        } else if (sender.verify() != null) {
            if (sender.verify().verify(callback) instanceof Proof.NotProved notProved) {
                return new Decision.Trace(sender.name(), false, notProved.why());
            }
            reasons.add("proved");
        }
        return new Decision.Trace(sender.name(), true, String.join(", ", reasons));
    }

    private boolean provedBefore(Sender sender) {
        var replay = callback.replay();
        return replay != null && sender.verify() != null && sender.name().equals(replay.sender());
    }

    private String whyNot() {
        return senders.isEmpty()
                ? "the route names none"
                : String.join(
                        "; ",
                        senders.stream().map(s -> s.name() + ": " + s.why()).toList());
    }

    private Decision decideRules(String sender) {
        var matching = new Matching(callback, sender);
        var filteredBy = new ArrayList<String>();
        for (var rule : route.rules()) {
            var why = whyNot(rule, matching);
            rules.add(new Decision.Trace(rule.name(), why == null, why == null ? "fits" : why));
            if (why != null) {
                continue;
            }
            if (rule.actions().isEmpty()) {
                filteredBy.add(rule.name());
            }
            if (rule.dedup() != null) {
                claim(rule.name(), rule.dedup());
            }
            rule.actions().forEach(action -> plan(rule, action));
            if (rule.stop()) {
                break;
            }
        }
        if (!deliveries.isEmpty()) {
            return decision(CallbackState.ROUTED, null, sender);
        }
        if (!filteredBy.isEmpty()) {
            return decision(CallbackState.FILTERED, "filtered by rule " + filteredBy.getFirst(), sender);
        }
        return decision(
                CallbackState.UNROUTED, route.rules().isEmpty() ? "the route has no rules" : "no rule fitted", sender);
    }

    private @Nullable String whyNot(Rule rule, Matching matching) {
        var why = matching.whyNot(rule.match());
        return why != null || rule.when() == null ? why : whyFalse(rule.when(), "rule " + rule.name());
    }

    /** Null when it is true. */
    private @Nullable String whyFalse(Expression when, String where) {
        return switch (when.test(facts)) {
            case Evaluation.Value value -> Boolean.TRUE.equals(value.value()) ? null : "when is false";
            case Evaluation.Failed failed -> {
                problems.add(where + ": when: " + failed.why());
                yield "when failed: " + failed.why();
            }
        };
    }

    /** Who replays a callback wants it acted on, and nothing of what arrives held against it. */
    private void claim(String rule, Dedup dedup) {
        if (callback.replay() != null) {
            return;
        }
        var where = "rule " + rule + ": dedup.key: ";
        switch (dedup.key().evaluate(facts)) {
            case Evaluation.Value value -> {
                var text = Values.text(value.value());
                if (text.isEmpty()) {
                    problems.add(where + "gave nothing, so repeats are not recognised");
                } else {
                    claims.add(DedupClaim.of(route.name(), rule, text, dedup.window()));
                }
            }
            case Evaluation.Failed failed -> problems.add(where + failed.why());
        }
    }

    private void plan(Rule rule, Action action) {
        var where = "rule " + rule.name() + ", action " + action.name() + ": ";
        var rendered = action.render(facts, why -> problems.add(where + why));
        deliveries.add(new Decision.Planned(
                rule.name(),
                action.name(),
                action.type(),
                action.target().label(),
                rendered,
                orderKey(action.orderBy(), where),
                null));
    }

    private @Nullable String orderKey(@Nullable Expression orderBy, String where) {
        if (orderBy == null) {
            return null;
        }
        return switch (orderBy.evaluate(facts)) {
            case Evaluation.Value value -> Values.text(value.value());
            case Evaluation.Failed failed -> {
                problems.add(where + "orderBy: " + failed.why());
                yield null;
            }
        };
    }

    private Decision decision(CallbackState state, @Nullable String reason, @Nullable String sender) {
        return new Decision(
                state,
                reason,
                route.name(),
                route.generation(),
                sender,
                let,
                senders,
                rules,
                problems,
                deliveries,
                claims);
    }
}

package com.callbackers.operator.status;

import com.callbackers.compiler.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Makes conditions. */
public final class Conditions {

    /** Kubernetes takes 32,768; nobody reads that much. */
    private static final int LONGEST = 4_000;

    private final Clock clock;

    public Conditions(Clock clock) {
        this.clock = clock;
    }

    /** Of those problems that are about this condition; true when there are none. */
    public Condition of(String type, List<Problem> problems, String good) {
        var against = problems.stream()
                .filter(problem -> problem.condition().equals(type))
                .toList();
        if (against.isEmpty()) {
            return condition(type, true, type, good);
        }
        var told = against.stream().map(Problem::toString).collect(Collectors.joining("; "));
        return condition(type, false, against.getFirst().reason(), told);
    }

    /** True when all are, else for the first reason of the others. */
    public static Condition ready(List<Condition> all, String good) {
        return all.stream()
                .filter(condition -> condition.getStatus().equals("False"))
                .findFirst()
                .map(first -> condition("Ready", false, first.getReason(), first.getMessage()))
                .orElseGet(() -> condition("Ready", true, "Ready", good));
    }

    public static Condition condition(String type, boolean status, String reason, String message) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status ? "True" : "False")
                .withReason(reason)
                .withMessage(message.length() <= LONGEST ? message : message.substring(0, LONGEST) + " …")
                .build();
    }

    /** With the time since when each has its status. */
    public List<Condition> since(List<Condition> before, List<Condition> now, Long generation) {
        return now.stream()
                .map(condition -> new ConditionBuilder(condition)
                        .withObservedGeneration(generation)
                        .withLastTransitionTime(since(before, condition))
                        .build())
                .toList();
    }

    private String since(List<Condition> before, Condition now) {
        return before.stream()
                .filter(each -> each.getType().equals(now.getType()))
                .filter(each -> each.getStatus().equals(now.getStatus()))
                .filter(each -> each.getLastTransitionTime() != null)
                .findFirst()
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}

package com.callbackers.operator.status;

import com.callbackers.compiler.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes conditions. */
public final class Conditions {

    /** As Kubernetes allows. */
    private static final int LONGEST = 32_768;

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
        return condition(type, false, against.getFirst().reason(), joined(against));
    }

    /** As many as there is room for. */
    private static String joined(List<Problem> problems) {
        var told = new StringBuilder();
        for (int i = 0; i < problems.size(); i++) {
            var problem = problems.get(i).toString();
            if (i > 0 && told.length() + problem.length() > LONGEST - 100) {
                return told.append("; and ")
                        .append(problems.size() - i)
                        .append(" more problems")
                        .toString();
            }
            told.append(i == 0 ? "" : "; ").append(problem);
        }
        return told.toString();
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
                .withMessage(shortened(message, LONGEST))
                .build();
    }

    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var end = longest - 2;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + " …";
    }

    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(each -> type.equals(each.getType())).findFirst();
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
        return find(before, now.getType())
                .filter(each -> now.getStatus().equals(each.getStatus()))
                .filter(each -> each.getLastTransitionTime() != null)
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}

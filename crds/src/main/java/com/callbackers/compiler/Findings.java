package com.callbackers.compiler;

import com.callbackers.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the problems of one resource. A check that finds one gives null or false, so that the others still run. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();

    boolean none() {
        return problems.isEmpty();
    }

    List<Problem> all() {
        return List.copyOf(problems);
    }

    void add(Reason reason, Field field, String message) {
        problems.add(new Problem(reason, field.path(), message));
    }

    void invalid(Field field, String message) {
        add(Reason.INVALID_SPEC, field, message);
    }

    void add(Field field, ExpressionException e) {
        problems.add(Problem.of(field, e));
    }

    /** Whether the text is there and says something. */
    boolean present(@Nullable String text, Field field, String what) {
        if (text == null || text.isBlank()) {
            invalid(field, "is required: " + what);
            return false;
        }
        return true;
    }

    void atMost(int limit, List<?> list, Field field) {
        if (list.size() > limit) {
            invalid(field, "has " + list.size() + " entries; at most " + limit + " are allowed");
        }
    }

    void atMost(int limit, @Nullable String text, Field field) {
        if (text != null && text.length() > limit) {
            invalid(field, "has " + text.length() + " characters; at most " + limit + " are allowed");
        }
    }

    void unique(@Nullable String name, Set<String> seen, Field field) {
        if (name != null && !seen.add(name)) {
            invalid(field, "'" + name + "' is there twice; each name once");
        }
    }

    /** @param allowed in the order in which they are told */
    <T> @Nullable T choice(@Nullable String value, Field field, Map<String, T> allowed) {
        if (value == null) {
            invalid(field, "is required: one of " + String.join(", ", allowed.keySet()));
            return null;
        }
        var found = allowed.get(value);
        if (found == null) {
            invalid(field, "'" + value + "' is not known; use one of " + String.join(", ", allowed.keySet()));
        }
        return found;
    }

    <N extends Comparable<N>> N within(@Nullable N value, N least, N most, N otherwise, Field field) {
        if (value == null) {
            return otherwise;
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            invalid(field, "is " + value + "; use " + least + " to " + most);
            return otherwise;
        }
        return value;
    }
}

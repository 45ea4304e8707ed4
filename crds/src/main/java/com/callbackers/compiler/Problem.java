package com.callbackers.compiler;

import com.callbackers.expression.ExpressionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a resource cannot be used; holds no secret.
 *
 * @param field a path such as {@code spec.rules[0].actions[1].slack.text}
 * @param message what is wrong and how to mend it
 * @param position within the expression or template, when it is about one
 */
public record Problem(
        Reason cause,
        String field,
        String message,
        @Nullable Position position) {

    /** @param line from 1
     * @param column from 1 */
    public record Position(int line, int column) {}

    public Problem(Reason cause, String field, String message) {
        this(cause, field, message, null);
    }

    static Problem of(Field field, ExpressionException e) {
        return new Problem(
                Reason.INVALID_EXPRESSION,
                field.path(),
                String.valueOf(e.getMessage()),
                new Position(e.line(), e.column()));
    }

    /** Accepted or ResolvedRefs. */
    public String condition() {
        return cause.condition();
    }

    /** As in a condition, such as {@code InvalidExpression}. */
    public String reason() {
        return cause.label();
    }

    /** In one sentence. */
    @Override
    public String toString() {
        var told = field.isEmpty() ? message : field + ": " + message;
        return oneLine(position == null ? told : told + " (at " + position.line() + ":" + position.column() + ")");
    }

    /** What tenants write must not look like lines of our own. */
    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "�");
    }
}

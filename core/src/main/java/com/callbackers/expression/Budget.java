package com.callbackers.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may spend. CEL bounds the rounds of a comprehension, not the size of what they build nor the work
 * of one call, so every part that was evaluated is charged here: one unit, and more for large values. The limit does
 * not depend on the clock: the same expression and callback give the same answer on a busy machine.
 */
final class Budget implements CelEvaluationListener {

    static final long WORK = 20_000_000;
    static final long HEAVIEST_VALUE = 1_000_000;
    static final int LONGEST_TEXT = 4 * 1024 * 1024;
    static final int ROUNDS = 10_000;

    /** CEL walks through the whole of a value each time a part of it is asked for: a unit for so many parts. */
    private static final int WALK = 4;
    /** CEL copies the list that a loop fills in each round: so many units for a part. */
    private static final int COPY = 4;

    private static final int CHARACTERS = 64;
    private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

    private long left = WORK;
    private long heaviestElement;

    static void begin(Budget budget) {
        CURRENT.set(budget);
    }

    static void end() {
        CURRENT.remove();
    }

    /** Charges the evaluation that runs on this thread. */
    static void charge(long units) {
        var budget = CURRENT.get();
        if (budget != null) {
            budget.spend(units);
        }
    }

    static void checkLength(long characters) {
        if (characters > LONGEST_TEXT) {
            throw new Exceeded("a text grew over " + LONGEST_TEXT + " characters");
        }
    }

    void walked(long weight) {
        spend(weight / WALK);
    }

    private void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new Exceeded("it takes too much work");
        }
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        spend(1);
        if (value instanceof String text) {
            checkLength(text.length());
            spend(text.length() / CHARACTERS);
        } else if (value instanceof CelByteString bytes) {
            checkLength(bytes.size());
            spend(bytes.size() / CHARACTERS);
        } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            weigh(expression, value);
        }
        if (heaviestElement > WALK && readsFromVariable(expression)) {
            walked(heaviestElement);
        }
    }

    private void weigh(CelExpr expression, Object value) {
        if (isFilled(expression)) {
            spend(COPY * weight(value));
        } else if (!fills(expression)) {
            if (value instanceof List<?> list) {
                list.forEach(element -> heaviestElement = Math.max(heaviestElement, weight(element)));
            }
            spend(weight(value));
        }
    }

    /** The list that a loop fills round by round. */
    private static boolean isFilled(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().startsWith("@");
    }

    /** The rounds themselves: what they give is weighed as the list of the next round, or when the loop is done. */
    private static boolean fills(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return false;
        }
        var args = expression.call().args();
        return switch (expression.call().function()) {
            case "_+_" -> isFilled(args.getFirst());
            case "_?_:_" -> isFilled(args.get(1)) || isFilled(args.get(2));
            default -> false;
        };
    }

    private static boolean readsFromVariable(CelExpr expression) {
        var part = expression;
        while (part.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            part = part.select().operand();
        }
        return part.getKind() == CelExpr.ExprKind.Kind.IDENT;
    }

    /** How much there is in a value: its parts, and the length of its texts. */
    static long weight(@Nullable Object value) {
        return weigh(value, 0);
    }

    private static long weigh(@Nullable Object value, long before) {
        var weight = before + 1;
        if (weight > HEAVIEST_VALUE) {
            throw new Exceeded("a value grew too large");
        }
        if (value instanceof String text) {
            return weight + text.length() / CHARACTERS;
        }
        if (value instanceof Collection<?> list) {
            for (var element : list) {
                weight = weigh(element, weight);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (var entry : map.entrySet()) {
                weight = weigh(entry.getValue(), weigh(entry.getKey(), weight));
            }
        } else if (value instanceof Optional<?> optional && optional.isPresent()) {
            return weigh(optional.get(), weight);
        }
        return weight;
    }

    /** An error and no exception: {@code ||}, {@code &&} and {@code exists} look past exceptions. */
    static final class Exceeded extends Error {
        Exceeded(String why) {
            super(why, null, false, false);
        }
    }
}

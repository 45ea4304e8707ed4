package com.callbackers.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled, type-checked CEL expression; safe to use from many threads. */
public final class Expression {

    private final String source;
    private final Expected expected;
    private final CelType type;
    private final Set<String> names;
    private final CelRuntime.Program program;

    Expression(String source, Expected expected, CelType type, Set<String> names, CelRuntime.Program program) {
        this.source = source;
        this.expected = expected;
        this.type = type;
        this.names = names;
        this.program = program;
    }

    /** Never throws: what goes wrong is a {@link Evaluation.Failed} in words. */
    public Evaluation evaluate(Facts facts) {
        var budget = new Budget();
        Budget.begin(budget);
        try {
            var value = program.trace(name -> Optional.ofNullable(facts.value(name, budget)), budget);
            return expect(plain(value));
        } catch (CelEvaluationException e) {
            return new Evaluation.Failed(RunWords.of(source, e));
        } catch (Budget.Exceeded e) {
            return new Evaluation.Failed(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return new Evaluation.Failed("its value is nested too deeply");
        } catch (RuntimeException e) {
            return new Evaluation.Failed(
                    "it cannot be evaluated (" + e.getClass().getSimpleName() + ")");
        } finally {
            Budget.end();
        }
    }

    /** Whether it is true; a failure is not, and its words go to the caller. */
    public Evaluation test(Facts facts) {
        var evaluation = evaluate(facts);
        return evaluation instanceof Evaluation.Value(var value) && !(value instanceof Boolean)
                ? unexpected(value, "true or false")
                : evaluation;
    }

    /** The variables it names. */
    public Set<String> names() {
        return names;
    }

    public String source() {
        return source;
    }

    CelType type() {
        return type;
    }

    private Evaluation expect(@Nullable Object value) {
        return switch (expected) {
            case BOOL -> value instanceof Boolean ? fit(value) : unexpected(value, "true or false");
            case LIST -> value instanceof List<?> ? fit(value) : unexpected(value, "a list");
            case ANY -> fit(value);
        };
    }

    private static Evaluation fit(@Nullable Object value) {
        return Json.fits(value) ? new Evaluation.Value(value) : new Evaluation.Failed("its value is too large");
    }

    private static Evaluation unexpected(@Nullable Object value, String expected) {
        return new Evaluation.Failed("gives " + kind(value) + " where " + expected + " is asked for");
    }

    private static @Nullable Object plain(Object value) {
        return value instanceof NullValue ? null : value;
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean b -> "true or false";
            case String s -> "a text";
            case Number n -> "a number";
            case List<?> l -> "a list";
            case Map<?, ?> m -> "a map";
            default -> "something else";
        };
    }
}

package com.callbackers.expression;

/** The names that an expression may use, with their types; compiles expressions against them. Immutable. */
public final class Scope {

    private Scope() {}

    /** {@code request}, {@code body}, {@code text}, {@code callback} and {@code sender}. */
    public static Scope ofCallback() {
        throw new UnsupportedOperationException();
    }

    /** Adds a name whose value is what the expression gives, or null when it fails. */
    public Scope with(String name, Expression value) {
        throw new UnsupportedOperationException();
    }

    public Scope without(String name) {
        throw new UnsupportedOperationException();
    }

    public Expression expression(String source, Expected expected) throws ExpressionException {
        throw new UnsupportedOperationException();
    }

    public Template template(String source) throws ExpressionException {
        throw new UnsupportedOperationException();
    }
}

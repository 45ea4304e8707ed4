package com.callbackers.expression;

import java.util.Set;

/** A compiled, type-checked CEL expression; safe to use from many threads. */
public final class Expression {

    Expression() {}

    /** Never throws: what goes wrong is a {@link Evaluation.Failed} in words. */
    public Evaluation evaluate(Facts facts) {
        throw new UnsupportedOperationException();
    }

    /** Whether it is true; a failure is not, and its words go to the caller. */
    public Evaluation test(Facts facts) {
        throw new UnsupportedOperationException();
    }

    /** The variables it names. */
    public Set<String> names() {
        throw new UnsupportedOperationException();
    }

    public String source() {
        throw new UnsupportedOperationException();
    }
}

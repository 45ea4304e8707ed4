package com.callbackers.compiler;

import com.callbackers.expression.Expected;
import com.callbackers.expression.Expression;
import com.callbackers.expression.ExpressionException;
import com.callbackers.expression.Scope;
import com.callbackers.expression.Template;
import org.jspecify.annotations.Nullable;

/** Compiles expressions against what is in scope; an absent one is null, and so is one with a problem. */
final class Expressions {

    private final Scope scope;
    private final Findings findings;

    Expressions(Scope scope, Findings findings) {
        this.scope = scope;
        this.findings = findings;
    }

    @Nullable
    Expression expression(@Nullable String source, Expected expected, Field field) {
        if (source == null) {
            return null;
        }
        if (source.isBlank()) {
            findings.invalid(field, "is empty; write a CEL expression or leave it out");
            return null;
        }
        try {
            return scope.expression(source, expected);
        } catch (ExpressionException e) {
            findings.add(field, e);
            return null;
        }
    }

    @Nullable
    Template template(@Nullable String source, Field field) {
        if (source == null) {
            return null;
        }
        try {
            return scope.template(source);
        } catch (ExpressionException e) {
            findings.add(field, e);
            return null;
        }
    }
}

package com.callbackers.compiler;

import com.callbackers.expression.Expected;
import com.callbackers.expression.Expression;
import com.callbackers.expression.ExpressionException;
import com.callbackers.expression.Scope;
import com.callbackers.resources.LetSpec;
import com.callbackers.route.Let;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named values of a route, and what expressions see after them.
 *
 * @param ofSender names that cannot be known before the sender is: {@code sender} and what is made of it
 */
record Lets(List<Let> values, Scope scope, Set<String> ofSender) {

    private static final String SENDER = "sender";

    static Lets compile(List<LetSpec> specs, Findings findings) {
        var values = new ArrayList<Let>();
        var ofSender = new HashSet<>(Set.of(SENDER));
        var scope = Scope.ofCallback();
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            var field = Field.SPEC.at("let").at(i);
            var name = spec.name();
            var named = findings.present(name, field.at("name"), "the name that expressions use");
            var given = findings.present(spec.value(), field.at("value"), "a CEL expression");
            var value = new Expressions(scope, findings)
                    .expression(given ? spec.value() : null, Expected.ANY, field.at("value"));
            if (!named || name == null) {
                continue;
            }
            try {
                // One with a problem is known all the same, or each use of its name would be told as a problem too.
                scope = scope.with(name, value == null ? anything() : value);
            } catch (ExpressionException e) {
                findings.invalid(field.at("name"), String.valueOf(e.getMessage()));
                continue;
            }
            if (value == null) {
                continue;
            }
            values.add(new Let(name, value));
            if (value.names().stream().anyMatch(ofSender::contains)) {
                ofSender.add(name);
            }
        }
        return new Lets(List.copyOf(values), scope, Set.copyOf(ofSender));
    }

    /** What expressions see beside values that are compiled already. */
    static Scope scope(List<Let> values) {
        var scope = Scope.ofCallback();
        try {
            for (var value : values) {
                scope = scope.with(value.name(), value.value());
            }
            return scope;
        } catch (ExpressionException e) {
            throw new IllegalStateException("values of a compiled route", e);
        }
    }

    /** An expression that finds out who the sender is, so it cannot know it. */
    @Nullable
    Expression senderWhen(@Nullable String source, Field field, Findings findings) {
        var when = new Expressions(scope, findings).expression(source, Expected.BOOL, field);
        if (when == null) {
            return null;
        }
        when.names().stream()
                .filter(ofSender::contains)
                .sorted()
                .forEach(name -> findings.add(
                        Reason.INVALID_EXPRESSION,
                        field,
                        name.equals(SENDER)
                                ? "cannot use 'sender': this is what finds out who the sender is"
                                : "cannot use '" + name + "': its let value needs 'sender', which is found out here"));
        return when;
    }

    private static Expression anything() {
        try {
            return Scope.ofCallback().expression("dyn(null)", Expected.ANY);
        } catch (ExpressionException e) {
            throw new IllegalStateException(e);
        }
    }
}

package com.callbackers.expression;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Text with CEL between double braces. */
public final class Template {

    /** Longer texts are no messages; more than the largest body, so that a template can pass one on. */
    static final int LONGEST = 2 * 1024 * 1024;

    private final List<Part> parts;

    Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    sealed interface Part {

        record Words(String text) implements Part {}

        record Hole(Expression expression) implements Part {}
    }

    /** @param failures told in words of each expression that failed; it gives an empty text */
    public String render(Facts facts, Consumer<String> failures) {
        var out = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Words words -> out.append(words.text());
                case Part.Hole hole -> fill(out, hole.expression(), facts, failures);
            }
        }
        return out.toString();
    }

    private static void fill(StringBuilder out, Expression expression, Facts facts, Consumer<String> failures) {
        switch (expression.evaluate(facts)) {
            case Evaluation.Failed failed -> failures.accept(at(expression) + failed.why());
            case Evaluation.Value value -> {
                var text = Values.text(value.value());
                if (out.length() + text.length() > LONGEST) {
                    failures.accept(at(expression) + "the text would grow over " + LONGEST + " characters");
                } else {
                    out.append(text);
                }
            }
        }
    }

    private static String at(Expression expression) {
        return "{{ " + RunWords.shorten(expression.source().strip(), 80) + " }}: ";
    }

    /** The variables it names. */
    public Set<String> names() {
        var names = new TreeSet<String>();
        for (var part : parts) {
            if (part instanceof Part.Hole(var expression)) {
                names.addAll(expression.names());
            }
        }
        return Set.copyOf(names);
    }
}

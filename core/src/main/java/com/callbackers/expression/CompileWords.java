package com.callbackers.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CEL's compile errors as a person would say them. */
final class CompileWords {

    private static final int LONGEST = 300;

    private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '(.*)' \\(in container '.*'\\)");
    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '(.*)' applied to '(.*)' \\(candidates: .*", Pattern.DOTALL);
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?:mismatched|extraneous) input '(.*)' expecting .*", Pattern.DOTALL);
    private static final Pattern NO_CHOICE = Pattern.compile("no viable alternative at input '(.*)'", Pattern.DOTALL);
    private static final Pattern STRANGE = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);

    private CompileWords() {}

    static ExpressionException of(CelValidationException e) {
        var errors = e.getErrors();
        if (errors.isEmpty()) {
            return new ExpressionException(1, 1, shorten(String.valueOf(e.getMessage())));
        }
        var first = first(errors);
        var place = first.getSourceLocation();
        return new ExpressionException(
                Math.max(1, place.getLine()),
                Math.max(0, place.getColumn()) + 1,
                words(first.getMessage()) + others(errors.size() - 1));
    }

    /** A letter that CEL does not know is told before what it made of the rest. */
    private static CelIssue first(List<CelIssue> errors) {
        return errors.stream()
                .filter(error -> STRANGE.matcher(error.getMessage()).matches())
                .findFirst()
                .orElse(errors.getFirst());
    }

    private static String others(int count) {
        return switch (count) {
            case 0 -> "";
            case 1 -> " (and one more error)";
            default -> " (and " + count + " more errors)";
        };
    }

    private static String words(String message) {
        var unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return "unknown name '" + shorten(unknown.group(1)) + "'";
        }
        var overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return RunWords.function(overload.group(1)) + " cannot be used with " + shorten(overload.group(2));
        }
        var unexpected = UNEXPECTED.matcher(message);
        if (unexpected.matches()) {
            return input(unexpected);
        }
        var choice = NO_CHOICE.matcher(message);
        if (choice.matches()) {
            return input(choice);
        }
        var strange = STRANGE.matcher(message);
        if (strange.matches()) {
            return strange.group(1).startsWith("'") || strange.group(1).startsWith("\"")
                    ? "a text that begins here is not closed"
                    : "cannot read " + shorten(strange.group(1));
        }
        if (message.contains("recursion limit exceeded")) {
            return "nested too deeply";
        }
        if (message.contains("size exceeds limit")) {
            return "longer than " + Environment.LONGEST_SOURCE + " characters";
        }
        return shorten(message);
    }

    private static String input(Matcher matcher) {
        var input = matcher.group(1);
        return input.endsWith("<EOF>") ? "the expression ends too early" : "unexpected '" + shorten(input) + "'";
    }

    private static String shorten(String text) {
        return RunWords.shorten(text, LONGEST);
    }
}

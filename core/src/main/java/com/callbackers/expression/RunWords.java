package com.callbackers.expression;

import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Pattern;

/** What went wrong while an expression ran, in words, short, and without the values it ran on. */
final class RunWords {

    private static final int LONGEST = 160;

    private static final Pattern PLACE = Pattern.compile("evaluation error(?: at <input>:(\\d+))?: ", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("key '(.*)' is not present in map\\.", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("Error resolving field '(.*)'\\..*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("No such attribute\\(s\\): (.*)", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile("No matching overload for function '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern FUNCTION = Pattern.compile("Function '(.*?)' failed with arg.*", Pattern.DOTALL);

    private RunWords() {}

    static String of(String source, CelEvaluationException e) {
        var message = String.valueOf(e.getMessage());
        var place = PLACE.matcher(message);
        if (!place.lookingAt()) {
            return words(message, e);
        }
        var words = words(message.substring(place.end()), e);
        return place.group(1) == null ? words : words + at(source, Integer.parseInt(place.group(1)));
    }

    private static String words(String message, CelEvaluationException e) {
        var code = e.getErrorCode();
        var key = KEY.matcher(message);
        if (key.matches()) {
            return "there is no '" + shorten(key.group(1), LONGEST) + "'";
        }
        var field = FIELD.matcher(message);
        if (field.matches()) {
            return "'" + shorten(field.group(1), LONGEST) + "' is asked of something that has no parts";
        }
        var name = NAME.matcher(message);
        if (name.matches()) {
            return "'" + shorten(name.group(1), LONGEST) + "' has no value here";
        }
        var overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            return function(overload.group(1)) + " cannot be used with these values";
        }
        var function = FUNCTION.matcher(message);
        if (function.matches()) {
            return function(function.group(1)) + " " + why(e);
        }
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "there is no '" + shorten(message, LONGEST) + "'";
            case DIVIDE_BY_ZERO -> "division by zero";
            case NUMERIC_OVERFLOW -> "a number is too large";
            case BAD_FORMAT -> "a text cannot be read as what it should be";
            case ITERATION_BUDGET_EXCEEDED -> "more than " + Budget.ROUNDS + " rounds in its loops";
            default -> shorten(message, LONGEST);
        };
    }

    /** The library's own messages quote the values. */
    private static String why(Throwable e) {
        for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableException) {
                return "failed: " + shorten(String.valueOf(cause.getMessage()), LONGEST);
            }
        }
        return "cannot be used with these values";
    }

    private static String at(String source, int offset) {
        var line = 1;
        var column = 1;
        var codePoints = source.codePoints().limit(offset).toArray();
        for (var codePoint : codePoints) {
            column++;
            if (codePoint == '\n') {
                line++;
                column = 1;
            }
        }
        return " (at " + line + ":" + column + ")";
    }

    /** {@code _+_} as {@code '+'}. */
    static String function(String name) {
        return switch (name) {
            case "_[_]", "_[?_]" -> "'[]'";
            case "_?_:_" -> "'? :'";
            case "_?._" -> "'.?'";
            case "@in" -> "'in'";
            default -> "'" + (Character.isLetter(name.charAt(0)) ? name : name.replace("_", "")) + "'";
        };
    }

    static String shorten(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}

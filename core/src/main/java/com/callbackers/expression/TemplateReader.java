package com.callbackers.expression;

import java.util.ArrayList;
import java.util.List;

/** Takes a template apart. Braces within CEL's texts, comments and maps do not end an expression. */
final class TemplateReader {

    private static final int LONGEST = 100_000;

    private final String source;
    private final Scope scope;
    private int at;

    TemplateReader(String source, Scope scope) {
        this.source = source;
        this.scope = scope;
    }

    Template read() throws ExpressionException {
        if (source.length() > LONGEST) {
            throw new ExpressionException(1, 1, "longer than " + LONGEST + " characters");
        }
        List<Template.Part> parts = new ArrayList<>();
        while (at < source.length()) {
            var open = source.indexOf("{{", at);
            var end = open < 0 ? source.length() : open;
            if (end > at) {
                parts.add(new Template.Part.Words(source.substring(at, end)));
            }
            at = end;
            if (open >= 0) {
                parts.add(hole(open));
            }
        }
        return new Template(parts);
    }

    private Template.Part hole(int open) throws ExpressionException {
        at = open + 2;
        skipExpression(open);
        var expression = source.substring(open + 2, at);
        at += 2;
        if (expression.isBlank()) {
            throw error(open, "nothing is between the braces");
        }
        try {
            return new Template.Part.Hole(scope.expression(expression, Expected.ANY));
        } catch (ExpressionException e) {
            throw within(open + 2, e);
        }
    }

    /** To the closing braces. */
    private void skipExpression(int open) throws ExpressionException {
        var depth = 0;
        while (at < source.length()) {
            var c = source.charAt(at);
            if (c == '}' && depth == 0 && source.startsWith("}}", at)) {
                return;
            } else if (c == '"' || c == '\'') {
                skipText();
                continue;
            } else if (source.startsWith("//", at)) {
                var line = source.indexOf('\n', at);
                at = line < 0 ? source.length() : line;
                continue;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            }
            at++;
        }
        throw error(open, "the braces that open here are not closed");
    }

    private void skipText() throws ExpressionException {
        var start = at;
        var raw = isRaw(start);
        var quote = source.substring(start, start + 1);
        var triple = source.startsWith(quote.repeat(3), start);
        var end = triple ? quote.repeat(3) : quote;
        at += end.length();
        while (!source.startsWith(end, at)) {
            if (!raw && source.startsWith("\\", at)) {
                at++;
            }
            at++;
            if (at >= source.length()) {
                throw error(start, "a text that begins here is not closed");
            }
        }
        at += end.length();
    }

    /** Whether the letters before a quote, such as {@code r} or {@code br}, turn backslashes into plain ones. */
    private boolean isRaw(int quote) {
        var start = quote;
        while (start > 0 && Character.isLetterOrDigit(source.charAt(start - 1))) {
            start--;
        }
        return source.substring(start, quote).matches("(?i)r|rb|br");
    }

    private ExpressionException within(int start, ExpressionException e) {
        var place = place(start);
        return e.line() == 1
                ? new ExpressionException(place.line(), place.column() + e.column() - 1, message(e))
                : new ExpressionException(place.line() + e.line() - 1, e.column(), message(e));
    }

    private ExpressionException error(int offset, String message) {
        var place = place(offset);
        return new ExpressionException(place.line(), place.column(), message);
    }

    private static String message(ExpressionException e) {
        return String.valueOf(e.getMessage());
    }

    private Place place(int offset) {
        var before = source.substring(0, offset);
        var line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        var start = before.lastIndexOf('\n') + 1;
        return new Place(line, 1 + before.codePointCount(start, before.length()));
    }

    private record Place(int line, int column) {}
}

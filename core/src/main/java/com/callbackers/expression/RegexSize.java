package com.callbackers.expression;

import java.util.ArrayDeque;

/**
 * How large a pattern becomes once its repeats are written out. RE2 for Java writes them out before it counts, so
 * {@code ((a{1000}){1000}){1000}} would take all memory there is.
 */
final class RegexSize {

    private static final long ENDLESS = 1_000_000_000;

    private RegexSize() {}

    /** A rough upper bound; a malformed pattern gives some number. */
    static long of(String pattern) {
        var outer = new ArrayDeque<Long>();
        long group = 0;
        long last = 0;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '(' -> {
                    outer.push(group + last);
                    group = 0;
                    last = 0;
                }
                case ')' -> {
                    last += group + 2;
                    group = outer.isEmpty() ? 0 : outer.pop();
                }
                case '{' -> {
                    var end = pattern.indexOf('}', i);
                    if (end > i) {
                        last = Math.min(ENDLESS, last * times(pattern, i + 1, end));
                        i = end;
                    }
                }
                case '\\' -> {
                    group += last;
                    var end = escapeEnd(pattern, i);
                    last = pattern.startsWith("Q", i + 1) ? end - i : 1;
                    i = end;
                }
                case '[' -> {
                    group += last;
                    last = 1;
                    i = classEnd(pattern, i);
                }
                case '*', '+', '?' -> last = Math.min(ENDLESS, last + 1);
                default -> {
                    group += last;
                    last = 1;
                }
            }
            group = Math.min(ENDLESS, group);
        }
        return group + last + outer.stream().mapToLong(Long::longValue).sum();
    }

    private static int times(String pattern, int from, int to) {
        var most = 1;
        for (var number : pattern.substring(from, to).split(",", -1)) {
            if (number.matches("[0-9]{1,4}")) {
                most = Math.max(most, Integer.parseInt(number));
            }
        }
        return most;
    }

    /** Where what a backslash begins has its last character. */
    private static int escapeEnd(String pattern, int backslash) {
        var next = backslash + 1;
        if (pattern.startsWith("Q", next)) {
            var end = pattern.indexOf("\\E", next);
            return end < 0 ? pattern.length() : end + 1;
        }
        if (pattern.startsWith("x{", next) || pattern.startsWith("p{", next) || pattern.startsWith("P{", next)) {
            var end = pattern.indexOf('}', next);
            return end < 0 ? next : end;
        }
        return next;
    }

    private static int classEnd(String pattern, int start) {
        // A bracket that comes first belongs to the class.
        var i = start + 1;
        if (i < pattern.length() && pattern.charAt(i) == '^') {
            i++;
        }
        for (var first = i; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ']' && i > first) {
                return i;
            }
        }
        return pattern.length();
    }
}

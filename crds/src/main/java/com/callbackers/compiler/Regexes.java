package com.callbackers.compiler;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Regular expressions of RE2, kept from growing without bounds when they are compiled. */
final class Regexes {

    private static final long LARGEST = 20_000;

    private Regexes() {}

    static @Nullable Pattern compile(String source, Field field, Findings findings) {
        if (source.length() > Sizes.VALUE) {
            findings.invalid(field, "has " + source.length() + " characters; at most " + Sizes.VALUE + " are allowed");
            return null;
        }
        if (size(source) > LARGEST) {
            findings.invalid(field, "repeats too much; use smaller counts in {…}");
            return null;
        }
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            findings.invalid(field, "is not a regular expression of RE2: " + e.getMessage());
            return null;
        }
    }

    /** About how many steps the program has: repetitions multiply what stands before them. */
    private static long size(String source) {
        var outer = new ArrayDeque<Long>();
        long sum = 0;
        long last = 0;
        for (int i = 0; i < source.length(); i++) {
            switch (source.charAt(i)) {
                case '\\' -> {
                    i++;
                    last = 1;
                    sum++;
                }
                case '(' -> {
                    outer.push(sum);
                    sum = 0;
                    last = 0;
                }
                case ')' -> {
                    last = sum + 2;
                    sum = (outer.isEmpty() ? 0 : outer.pop()) + last;
                }
                case '{' -> {
                    var count = count(source, i + 1);
                    sum += last * Math.max(0, count - 1);
                    last *= Math.max(1, count);
                }
                default -> {
                    last = 1;
                    sum++;
                }
            }
            if (sum > LARGEST) {
                return sum;
            }
        }
        return sum;
    }

    /** The larger number of {@code 2,5}; 1 where the brace is no repetition. */
    private static long count(String source, int from) {
        long largest = 1;
        long number = 0;
        for (int i = from; i < source.length() && i < from + 12; i++) {
            char c = source.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
            } else if (c == ',' || c == '}') {
                largest = Math.max(largest, number);
                number = 0;
                if (c == '}') {
                    return largest;
                }
            } else {
                return 1;
            }
        }
        return 1;
    }
}

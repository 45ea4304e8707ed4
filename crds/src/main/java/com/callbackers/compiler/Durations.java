package com.callbackers.compiler;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as resources write them: {@code 500ms}, {@code 5s}, {@code 1h30m}. */
final class Durations {

    private static final Pattern SHAPE = Pattern.compile("(?:\\d{1,10}(?:h|ms?|s))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(h|ms?|s)");

    private Durations() {}

    /** The duration, or the other one when it is absent or a problem was found. */
    static Duration read(@Nullable String text, Duration most, Duration otherwise, Field field, Findings findings) {
        if (text == null) {
            return otherwise;
        }
        if (text.length() > Sizes.DURATION || !SHAPE.matcher(text).matches()) {
            findings.invalid(field, "'" + text + "' is not a duration; write it like 500ms, 5s, 5m, 2h or 1h30m");
            return otherwise;
        }
        var duration = sum(text);
        if (duration.isZero() || duration.compareTo(most) > 0) {
            findings.invalid(field, "'" + text + "' is out of bounds; use more than 0 and at most " + text(most));
            return otherwise;
        }
        return duration;
    }

    private static Duration sum(String text) {
        var sum = Duration.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            sum = sum.plus(Long.parseLong(parts.group(1)), unit(parts.group(2)));
        }
        return sum;
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "h" -> ChronoUnit.HOURS;
            case "m" -> ChronoUnit.MINUTES;
            case "s" -> ChronoUnit.SECONDS;
            default -> ChronoUnit.MILLIS;
        };
    }

    private static String text(Duration duration) {
        return duration.toMinutes() < 120 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }
}

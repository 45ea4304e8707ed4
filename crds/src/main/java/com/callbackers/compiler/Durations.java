package com.callbackers.compiler;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as resources write them: {@code 500ms}, {@code 5s}, {@code 1h30m}. */
final class Durations {

    private static final Pattern SHAPE = Pattern.compile("(?:\\d{1,10}(?:h|ms?|s))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(h|ms?|s)");

    /** The least that can be written. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Durations() {}

    /** The duration, or the other one when it is absent or a problem was found. */
    static Duration read(@Nullable String text, Duration most, Duration otherwise, Field field, Findings findings) {
        return read(text, SHORTEST, most, "more than 0 and at most " + text(most), otherwise, field, findings);
    }

    /** The same with a least one. */
    static Duration read(
            @Nullable String text, Duration least, Duration most, Duration otherwise, Field field, Findings findings) {
        return read(text, least, most, text(least) + " to " + text(most), otherwise, field, findings);
    }

    private static Duration read(
            @Nullable String text,
            Duration least,
            Duration most,
            String bounds,
            Duration otherwise,
            Field field,
            Findings findings) {
        if (text == null) {
            return otherwise;
        }
        if (text.length() > Sizes.DURATION || !SHAPE.matcher(text).matches()) {
            findings.invalid(field, "'" + text + "' is not a duration; write it like 500ms, 5s, 5m, 2h or 1h30m");
            return otherwise;
        }
        var duration = sum(text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            findings.invalid(field, "'" + text + "' is out of bounds; use " + bounds);
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
        if (duration.toSeconds() < 120) {
            return duration.toSeconds() + "s";
        }
        return duration.toMinutes() < 120 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }
}

package com.callbackers.compiler;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as resources write them: {@code 500ms}, {@code 5s}, {@code 1h30m}. */
final class Durations {

    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,8})m(?!s))?(?:(\\d{1,8})s)?(?:(\\d{1,10})ms)?");

    private Durations() {}

    /** The duration, or the other one when it is absent or a problem was found. */
    static Duration read(@Nullable String text, Duration most, Duration otherwise, Field field, Findings findings) {
        if (text == null) {
            return otherwise;
        }
        var parts = SHAPE.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            findings.invalid(field, "'" + text + "' is not a duration; write it like 500ms, 5s, 5m, 2h or 1h30m");
            return otherwise;
        }
        var duration = Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)))
                .plusMillis(number(parts.group(4)));
        if (duration.isZero() || duration.compareTo(most) > 0) {
            findings.invalid(field, "'" + text + "' is out of bounds; use more than 0 and at most " + text(most));
            return otherwise;
        }
        return duration;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String text(Duration duration) {
        return duration.toMinutes() < 120 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }
}

package com.callbackers.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * When and how often an action is tried again.
 *
 * @param timeout for the whole attempt
 * @param retryOn {@code Connection}, {@code Timeout}, a status such as {@code 503} or a class such as {@code 5xx};
 *     empty: the default of the action's type
 */
public record RetryPolicy(RetrySchedule schedule, Duration timeout, Set<String> retryOn) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(RetrySchedule.DEFAULT, Duration.ofSeconds(15), Set.of());

    /** A receiver may ask for patience, not for being forgotten. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

    /** As servers send it, and the two older forms that RFC 9110 has every recipient know. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-uu HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC));

    /** Whether an outcome is one that is tried again. */
    public boolean covers(Outcome outcome, Set<String> otherwise) {
        var retried = retryOn.isEmpty() ? otherwise : retryOn;
        return switch (outcome) {
            case Outcome.Answered answered ->
                retried.contains(Integer.toString(answered.status()))
                        || retried.contains(answered.status() / 100 + "xx");
            case Outcome.Unreachable unreachable -> retried.contains("Connection");
            case Outcome.TimedOut timedOut -> retried.contains("Timeout");
            case Outcome.Forbidden forbidden -> false;
        };
    }

    /** The next attempt, not before {@code Retry-After}; or the end of the schedule. */
    public Verdict again(Outcome outcome, int attempts, Instant now, DoubleSupplier random, String reason) {
        Optional<Instant> next = schedule.next(attempts, now, random);
        if (next.isEmpty()) {
            return new Verdict.GiveUp(
                    attempts == 1
                            ? reason + "; not tried again"
                            : reason + "; gave up after " + attempts + " attempts");
        }
        var asked = retryAfter(outcome, now).orElse(now);
        return new Verdict.RetryAt(asked.isAfter(next.get()) ? asked : next.get(), reason);
    }

    private static Optional<Instant> retryAfter(Outcome outcome, Instant now) {
        return outcome instanceof Outcome.Answered answered
                ? answered.header("retry-after").flatMap(value -> retryAfter(value.strip(), now))
                : Optional.empty();
    }

    private static Optional<Instant> retryAfter(String value, Instant now) {
        var latest = now.plus(LONGEST_RETRY_AFTER);
        return (value.matches("\\d{1,9}") ? Optional.of(now.plusSeconds(Long.parseLong(value))) : date(value))
                .map(at -> at.isAfter(latest) ? latest : at);
    }

    private static Optional<Instant> date(String value) {
        return DATES.stream().flatMap(form -> date(form, value).stream()).findFirst();
    }

    private static Optional<Instant> date(DateTimeFormatter form, String value) {
        try {
            return Optional.of(form.parse(value, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

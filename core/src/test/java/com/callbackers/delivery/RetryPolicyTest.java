package com.callbackers.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Timings TIMINGS = new Timings(1L, 2L, 3);

    @ParameterizedTest
    @CsvSource({"1,PT5S", "2,PT5M", "3,PT30M", "4,PT2H", "5,PT5H", "6,PT10H", "7,PT10H"})
    void theDefaultScheduleIsTheOneOfTheContract(int attempts, Duration delay) {
        assertThat(RetrySchedule.DEFAULT.next(attempts, NOW, () -> 0.5)).contains(NOW.plus(delay));
    }

    @Test
    void jitterSpreadsByItsShareBothWays() {
        assertThat(RetrySchedule.DEFAULT.next(1, NOW, () -> 0)).contains(NOW.plusMillis(4_000));
        assertThat(RetrySchedule.DEFAULT.next(1, NOW, () -> 1)).contains(NOW.plusMillis(6_000));
    }

    @Test
    void afterTheScheduleNothingIsTriedAgain() {
        assertThat(again(answered(500), 8)).isEqualTo(new Verdict.GiveUp("HTTP 500; gave up after 8 attempts"));
    }

    @Test
    void retryAfterInSecondsPutsTheNextAttemptOff() {
        assertThat(again(answered(429, "120"), 1)).isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(120), "HTTP 500"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 02 Jan 2026 03:14:05 GMT",
                "Friday, 02-Jan-26 03:14:05 GMT",
                "Fri Jan  2 03:14:05 2026",
                "600"
            })
    void retryAfterPutsTheNextAttemptOff(String value) {
        assertThat(again(answered(503, value), 1)).isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(600), "HTTP 500"));
    }

    @Test
    void retryAfterNeverHurriesAndIsBounded() {
        assertThat(again(answered(429, "1"), 1)).isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(5), "HTTP 500"));
        assertThat(again(answered(429, "999999999"), 1))
                .isEqualTo(new Verdict.RetryAt(NOW.plus(Duration.ofDays(1)), "HTTP 500"));
    }

    @ParameterizedTest
    @CsvSource({"soon", "-5", "'Friday, 02-Jan-26'", "Fri Jan 32 03:14:05 2026", "''", "99999999999999999999"})
    void aRetryAfterThatIsNoneIsPassedOver(String value) {
        assertThat(again(answered(429, value), 1)).isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(5), "HTTP 500"));
    }

    @Test
    void retryOnReplacesTheDefault() {
        var policy = new RetryPolicy(RetrySchedule.DEFAULT, Duration.ofSeconds(15), Set.of("503", "Timeout"));

        assertThat(policy.covers(answered(503), Set.of("5xx"))).isTrue();
        assertThat(policy.covers(answered(500), Set.of("5xx"))).isFalse();
        assertThat(policy.covers(new Outcome.TimedOut("slow", TIMINGS), Set.of()))
                .isTrue();
        assertThat(policy.covers(new Outcome.Unreachable("refused", TIMINGS), Set.of("Connection")))
                .isFalse();
    }

    private static Verdict again(Outcome outcome, int attempts) {
        return RetryPolicy.DEFAULT.again(outcome, attempts, NOW, () -> 0.5, "HTTP 500");
    }

    private static Outcome answered(int status, String... retryAfter) {
        var headers =
                Stream.of(retryAfter).map(v -> new Header("Retry-After", v)).toList();
        return new Outcome.Answered(status, headers, new byte[0], false, TIMINGS);
    }
}

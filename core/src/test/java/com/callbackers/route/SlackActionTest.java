package com.callbackers.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Header;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackActionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Timings TIMINGS = new Timings(1L, 2L, 3);

    @Test
    void okIsDone() {
        assertThat(judge(answered(200, "ok"))).isEqualTo(new Verdict.Done());
    }

    @Test
    void aPageOfAProxyIsNotOk() {
        assertThat(judge(answered(200, "<html>please log in</html>")))
                .isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(5), "HTTP 200 without Slack's ok"));
    }

    @ParameterizedTest
    @CsvSource({"400,invalid_payload", "404,no_service", "403,action_prohibited", "410,channel_is_archived"})
    void whatNoRetryMendsIsGivenUpInSlacksWords(int status, String said) {
        assertThat(judge(answered(status, said))).isEqualTo(new Verdict.GiveUp("Slack answered " + said));
    }

    @Test
    void tooManyRequestsWaitAsLongAsSlackAsks() {
        var outcome = new Outcome.Answered(429, List.of(new Header("retry-after", "30")), new byte[0], false, TIMINGS);

        assertThat(judge(outcome)).isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(30), "HTTP 429"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void slacksOwnTroubleIsTriedAgain(int status) {
        assertThat(judge(answered(status, "rollup_error"))).isInstanceOf(Verdict.RetryAt.class);
    }

    @Test
    void noConnectionIsTriedAgainAndAForbiddenAddressIsNot() {
        assertThat(judge(new Outcome.Unreachable("connection refused", TIMINGS)))
                .isInstanceOf(Verdict.RetryAt.class);
        assertThat(judge(new Outcome.Forbidden("not allowed", TIMINGS))).isEqualTo(new Verdict.GiveUp("not allowed"));
    }

    private static Outcome answered(int status, String body) {
        return new Outcome.Answered(status, List.of(), body.getBytes(StandardCharsets.UTF_8), false, TIMINGS);
    }

    private static Verdict judge(Outcome outcome) {
        var target = new Target(
                "team", "mingkyme/team", "http://slack", List.of(), null, false, Target.Limits.SLACK, Set.of());
        return new SlackAction("team", target, RetryPolicy.DEFAULT, null, null, null, null, null, null)
                .judge(outcome, 1, NOW, () -> 0.5);
    }
}

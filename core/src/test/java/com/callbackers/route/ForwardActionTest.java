package com.callbackers.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.callback.Header;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardActionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final UUID DELIVERY = DeliveryId.of(CallbackId.next(), "all", "erp");

    @Test
    void passThroughKeepsMethodHeadersInOrderAndBytes() {
        // given
        var body = new byte[] {0, (byte) 0xff, '\r', '\n'};
        var callback = CallbacksUnderTest.post("/card")
                .method("PATCH")
                .header("X-B", "1")
                .header("x-a", "2")
                .header("X-B", "3")
                .body(body);

        // when
        var outgoing = prepare(callback, Rendered.PASS_THROUGH, List.of());

        // then
        assertThat(outgoing.method()).isEqualTo("PATCH");
        assertThat(outgoing.body()).isEqualTo(body);
        assertThat(outgoing.headers())
                .startsWith(new Header("X-B", "1"), new Header("x-a", "2"), new Header("X-B", "3"));
    }

    @Test
    void headersOfOneConnectionAreNotPassedOn() {
        var callback = CallbacksUnderTest.post("/card")
                .header("Host", "mingkyme")
                .header("Connection", "close, X-Private")
                .header("X-Private", "1")
                .header("Transfer-Encoding", "chunked")
                .header("Content-Length", "3")
                .header("Expect", "100-continue")
                .header("X-Kept", "1");

        assertThat(prepare(callback, Rendered.PASS_THROUGH, List.of()).headers().stream()
                        .map(Header::name))
                .containsExactly("X-Kept", "callback-id", "webhook-id");
    }

    @Test
    void whatIsSetReplacesAndWhatIsRemovedIsGone() {
        // given
        var callback = CallbacksUnderTest.post("/card")
                .header("Authorization", "of the sender")
                .header("X-Team", "a")
                .header("Cookie", "c");
        var rendered = new Rendered("{}", List.of(new Header("x-team", "b")));

        // when
        var outgoing = prepare(callback, rendered, List.of("cookie"), new Header("Authorization", "ours"));

        // then
        assertThat(outgoing.headers())
                .contains(new Header("Authorization", "ours"), new Header("x-team", "b"))
                .doesNotContain(new Header("Authorization", "of the sender"), new Header("X-Team", "a"))
                .noneMatch(header -> header.is("cookie"));
        assertThat(outgoing.body()).isEqualTo("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void theWebhookIdIsTheDeliverysUnlessTheSenderGaveOne() {
        assertThat(prepare(CallbacksUnderTest.post("/"), Rendered.PASS_THROUGH, List.of())
                        .headers())
                .contains(new Header("webhook-id", DELIVERY.toString()));
        assertThat(prepare(CallbacksUnderTest.post("/").header("Webhook-Id", "msg_1"), Rendered.PASS_THROUGH, List.of())
                        .headers())
                .contains(new Header("Webhook-Id", "msg_1"))
                .doesNotContain(new Header("webhook-id", DELIVERY.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void any2xxIsDone(int status) {
        assertThat(judge(status)).isEqualTo(new Verdict.Done());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 429, 500, 503})
    void anythingElseIsTriedAgain(int status) {
        assertThat(judge(status)).isEqualTo(new Verdict.RetryAt(NOW.plusSeconds(5), "HTTP " + status));
    }

    @Test
    void goneMeansNeverAgain() {
        assertThat(judge(410)).isEqualTo(new Verdict.GiveUp("HTTP 410"));
    }

    private static Verdict judge(int status) {
        var outcome = new Outcome.Answered(status, List.of(), new byte[0], false, new Timings(1L, 2L, 3));
        return action(List.of()).judge(outcome, 1, NOW, () -> 0.5);
    }

    private static Outgoing prepare(
            CallbacksUnderTest callback, Rendered rendered, List<String> remove, Header... ofTarget) {
        return action(remove, ofTarget).prepare(DELIVERY, callback.build(), rendered, NOW);
    }

    private static ForwardAction action(List<String> remove, Header... ofTarget) {
        var target = new Target(
                "http://erp",
                "mingkyme/http://erp",
                "http://erp",
                List.of(ofTarget),
                null,
                false,
                Target.Limits.HTTP,
                Set.of());
        return new ForwardAction(
                "erp",
                target,
                RetryPolicy.DEFAULT,
                null,
                ForwardAction.PathMode.APPEND,
                null,
                Map.of(),
                remove,
                null,
                null,
                false);
    }
}

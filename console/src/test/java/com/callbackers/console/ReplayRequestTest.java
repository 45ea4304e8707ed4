package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.console.call.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"rules\": null, \"actions\": null, \"body\": null}"})
    void withoutMoreAllActionsOfNowAreMeant(String json) {
        // when
        var request = parse(json);

        // then
        assertThat(request.rules()).isEqualTo(Rules.NOW);
        assertThat(request.actions()).isEmpty();
        assertThat(request.adHoc()).isEmpty();
        assertThat(request.body()).isNull();
    }

    @Test
    void namesAndActionsOfTheirOwnAreToldApart() {
        // when
        var request = parse("""
                {"rules": "then", "actions": ["team", {"name": "copy", "type": "Forward", "forward": {"url": "https://x"}}, "approvals/erp"]}
                """);

        // then
        assertThat(request.rules()).isEqualTo(Rules.THEN);
        assertThat(request.actions())
                .containsExactly(
                        new ReplayRequest.Named("team", "actions[0]"),
                        new ReplayRequest.Named("approvals/erp", "actions[2]"));
        assertThat(request.adHoc())
                .containsExactly("{\"name\":\"copy\",\"type\":\"Forward\",\"forward\":{\"url\":\"https://x\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rules\": \"later\"} | rules",
                "{\"rules\": \"THEN\"} | rules",
                "{\"rules\": 1} | rules",
                "{\"actions\": \"team\"} | actions",
                "{\"actions\": []} | actions",
                "{\"actions\": [\"a\", 1]} | actions[1]",
                "{\"actions\": [\"\"]} | actions[0]",
                "{\"actions\": [{\"name\": \"x\"}]} | actions[0].type",
                "{\"actions\": [{\"name\": \"x\", \"type\": \"Mail\"}]} | actions[0].type",
                "{\"actions\": [{\"name\": \"x\", \"type\": \"Slack\"}]} | actions[0].slack",
                "{\"actions\": [{\"type\": \"Slack\", \"slack\": {}}]} | actions[0].name",
                "{\"actions\": [{\"name\": \"x\", \"type\": \"Slack\", \"slack\": {}}, {\"name\": \"x\", \"type\": \"Slack\", \"slack\": {}}]} | actions[1].name",
                "{\"body\": {}} | body",
                "{\"bodyBase64\": \"*\"} | bodyBase64",
                "{\"body\": \"\", \"bodyBase64\": \"\"} | bodyBase64",
                "{\"rule\": \"now\"} | rule"
            })
    void aWrongFieldIsNamed(String json, String field) {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> parse(json));

        // then
        assertThat(problem.status().value()).isEqualTo(400);
        assertThat(problem.field()).contains(field);
        assertThat(problem.detail()).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "1", "\"x\"", "{} {}", "{\"rules\": \"now\", \"rules\": \"then\"}"})
    void whatIsNoJsonObjectIsRefused(String json) {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> parse(json));

        // then
        assertThat(problem.status().value()).isEqualTo(400);
        assertThat(problem.detail()).startsWith("the body ");
    }

    @Test
    void aReplayIsTheSameRequestUnderANewId() {
        // given
        var first = callback("{}", new Header("Content-Length", "2"), new Header("X-A", "1"), new Header("x-a", "2"));

        // when
        var replay = parse("{\"rules\": \"then\", \"actions\": [\"team\"]}").replayOf(first, "github");

        // then
        assertThat(replay)
                .usingRecursiveComparison()
                .ignoringFields("id", "replay")
                .isEqualTo(first);
        assertThat(replay.id()).isGreaterThan(first.id());
        assertThat(replay.replay()).isEqualTo(new Replay(first.id(), Rules.THEN, List.of("team"), List.of(), "github"));
    }

    @Test
    void aChangedBodyChangesTheContentLength() {
        // given
        var first = callback(
                "{}", new Header("Host", "x"), new Header("Content-Length", "2"), new Header("content-length", "2"));

        // when
        var replay = parse("{\"body\": \"승인\"}").replayOf(first, "github");

        // then
        assertThat(replay.body()).isEqualTo("승인".getBytes(StandardCharsets.UTF_8));
        assertThat(replay.size()).isEqualTo(6);
        assertThat(replay.headers()).containsExactly(new Header("Host", "x"), new Header("Content-Length", "6"));
    }

    @Test
    void aChangedBodyMayBeAnyBytes() {
        // when
        var replay = parse("{\"bodyBase64\": \"/wA=\"}").replayOf(callback("{}"), null);

        // then
        assertThat(replay.body()).isEqualTo(new byte[] {(byte) 0xff, 0});
    }

    private static ReplayRequest parse(String json) {
        return ReplayRequest.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Callback callback(String body, Header... headers) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Callback(
                CallbackId.next(),
                "PUT",
                "mingkyme.localhost",
                "/card",
                "a=1",
                List.of(headers),
                bytes,
                bytes.length,
                "203.0.113.9",
                Durability.JOURNAL,
                null);
    }
}

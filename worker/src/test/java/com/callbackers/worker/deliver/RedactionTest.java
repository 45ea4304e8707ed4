package com.callbackers.worker.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Timings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    private static final Timings TIMINGS = new Timings(1L, 2L, 3);

    @ParameterizedTest
    @CsvSource({
        "https://h/x?key=p%40ss%2Fw%2B%20rd",
        "https://h/x?key=p%40ss%2fw%2b%20rd",
        "https://h/x?key=p%40ss%2Fw%2B+rd",
        "https://h/x?key=p%40ss/w%2B%20rd",
        "https://h/x?key=p@ss/w+ rd"
    })
    void findsSecretsHoweverAUrlWritesThem(String url) {
        assertThat(new Redaction(Set.of("p@ss/w+ rd")).text(url)).isEqualTo("https://h/x?key=•••");
    }

    @Test
    void leavesNothingOfASecretInWhatWasSent() {
        // given
        var sent = new Attempt.Sent(
                "POST",
                "https://hooks.example.com/services/T1/B2/x3",
                List.of(new Header("Authorization", "Bearer t0ken"), new Header("x-plain", "plain")),
                "{\"token\":\"t0ken\"}".getBytes(StandardCharsets.UTF_8));
        // when
        var kept =
                new Redaction(Set.of("https://hooks.example.com/services/T1/B2/x3", "t0ken")).sent(sent, new byte[0]);
        // then
        assertThat(kept.url()).isEqualTo("•••");
        assertThat(kept.headers())
                .containsExactly(new Header("Authorization", "Bearer •••"), new Header("x-plain", "plain"));
        assertThat(kept.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"token\":\"•••\"}");
    }

    @Test
    void leavesNothingOfASecretInWhatCameBack() {
        // given
        var redaction = new Redaction(Set.of("https://hooks.example.com/services/T1/B2/x3", "비밀", "t0\"ken"));
        // when
        var kept = redaction.outcome(new Outcome.Answered(
                404,
                List.of(new Header("x-echo", single("비밀")), new Header("location", "/services/T1/B2/x3")),
                "no /services/T1/B2/x3, 비밀, \"t0\\\"ken\"".getBytes(StandardCharsets.UTF_8),
                false,
                TIMINGS));
        // then
        assertThat(kept).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.headers()).containsExactly(new Header("x-echo", "•••"), new Header("location", "•••"));
            assertThat(answered.body()).asString(StandardCharsets.UTF_8).isEqualTo("no •••, •••, \"•••\"");
        });
    }

    @Test
    void takesAwayTheBeginningOfASecretWhereABodyWasCut() {
        // given
        var answered = new Outcome.Answered(200, List.of(), "the t0ke".getBytes(StandardCharsets.UTF_8), true, TIMINGS);
        // when
        var kept = new Redaction(Set.of("t0ken")).outcome(answered);
        // then
        assertThat(((Outcome.Answered) kept).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("the •••");
    }

    @Test
    void keepsBytesThatAreNoTextAsTheyAre() {
        // given
        var body = new byte[] {0, (byte) 0xFF, (byte) 0xC3, 't', '0', 'k', 'e', 'n', (byte) 0x80};
        // when
        var kept = new Redaction(Set.of("t0ken")).outcome(new Outcome.Answered(200, List.of(), body, false, TIMINGS));
        // then
        assertThat(single(((Outcome.Answered) kept).body())).isEqualTo("\0\u00ff\u00c3" + single("•••") + "\u0080");
    }

    @Test
    void keepsNoCopyOfTheCallbacksOwnBytes() {
        // given
        var body = new byte[] {1, 2};
        var sent = new Attempt.Sent("POST", "https://h/", List.of(), new byte[] {1, 2});
        // then
        assertThat(new Redaction(Set.of()).sent(sent, body).body()).isNull();
    }

    @Test
    void leavesWhatHasNoSecretAlone() {
        // given
        var answered = new Outcome.Answered(200, List.of(), new byte[] {1}, false, TIMINGS);
        // then
        assertThat(((Outcome.Answered) new Redaction(Set.of("", " ")).outcome(answered)).body())
                .isSameAs(answered.body());
        assertThat(new Redaction(Set.of("t0ken"))
                        .outcome(new Outcome.Unreachable("no t0ken", TIMINGS))
                        .words())
                .isEqualTo("no •••");
    }

    private static String single(String text) {
        return single(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String single(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

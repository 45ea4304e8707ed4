package com.callbackers.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.fuzz.Mutations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever senders send, it is proved or not proved; a changed body or another signature never proves anything. */
class SpoiledSignaturesTest {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final byte[] BODY = "{\"a\": [1, 2, 3]}".getBytes(StandardCharsets.UTF_8);

    /** A scheme, the header that its signature is in, and a value as senders write it. */
    private record Scheme(String name, Verification verification, String header, String value) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Scheme GITHUB =
            new Scheme("GitHub", Verification.gitHub("s3cret"), "x-hub-signature-256", "sha256=" + "ab".repeat(32));
    private static final Scheme SHOPIFY = new Scheme(
            "Shopify",
            Verification.shopify("s3cret"),
            "x-shopify-hmac-sha256",
            "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");

    static List<Scheme> schemes() {
        return List.of(
                GITHUB,
                SHOPIFY,
                new Scheme(
                        "Stripe",
                        Verification.stripe("s3cret", TOLERANCE),
                        "stripe-signature",
                        "t=1764061200,v1=" + "ab".repeat(32) + ",v0=" + "cd".repeat(32)),
                new Scheme(
                        "Slack", Verification.slack("s3cret", TOLERANCE), "x-slack-signature", "v0=" + "ab".repeat(32)),
                new Scheme(
                        "Twilio", Verification.twilio("s3cret"), "x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
                new Scheme(
                        "StandardWebhooks",
                        Verification.standardWebhooks(List.of("whsec_c2VjcmV0"), TOLERANCE),
                        "webhook-signature",
                        "v1,q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA= v1a,xyz"),
                new Scheme("Basic", Verification.basic("user", "s3cret"), "authorization", "Basic dXNlcjpvdGhlcg=="),
                new Scheme("Bearer", Verification.bearer("s3cret"), "authorization", "Bearer other"),
                new Scheme("ApiKey", Verification.apiKey("x-api-key", "s3cret"), "x-api-key", "other"));
    }

    private static final Map<String, String> OTHERS = Map.of(
            "x-slack-request-timestamp", "1764061200",
            "webhook-timestamp", "1764061200",
            "webhook-id", "msg_1");

    @ParameterizedTest
    @MethodSource("schemes")
    void proveNothing(Scheme scheme) {
        Mutations.ofTexts(List.of(scheme.value()), 500)
                .forEach(value -> assertThat(scheme.verification().verify(callback(scheme, value, BODY)))
                        .as(value)
                        .isInstanceOf(Proof.NotProved.class)
                        .satisfies(proof ->
                                assertThat(((Proof.NotProved) proof).toString()).doesNotContain("s3cret")));
    }

    static List<Scheme> schemesOfTheBodyAlone() {
        return List.of(GITHUB, SHOPIFY);
    }

    @ParameterizedTest
    @MethodSource("schemesOfTheBodyAlone")
    void ofOneBodyProveNoOther(Scheme scheme) {
        // given
        var mac = Signatures.hmac(Verification.Algorithm.SHA256, "s3cret".getBytes(StandardCharsets.UTF_8), BODY);
        var signature = scheme.equals(GITHUB)
                ? "sha256=" + HexFormat.of().formatHex(mac)
                : Base64.getEncoder().encodeToString(mac);

        // then
        assertThat(scheme.verification().verify(callback(scheme, signature, BODY)))
                .isInstanceOf(Proof.Proved.class);
        Mutations.of(List.of(BODY), 500)
                .filter(body -> !Arrays.equals(body, BODY))
                .forEach(body -> assertThat(scheme.verification().verify(callback(scheme, signature, body)))
                        .isInstanceOf(Proof.NotProved.class));
    }

    private static Callback callback(Scheme scheme, String value, byte[] body) {
        var callback =
                CallbacksUnderTest.post("/hooks").header(scheme.header(), value).body(body);
        OTHERS.forEach(callback::header);
        return callback.build();
    }
}

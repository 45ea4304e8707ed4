package com.callbackers.signature;

import static com.callbackers.callback.CallbacksUnderTest.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.signature.Verification.Algorithm;
import com.callbackers.signature.Verification.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** A scheme with a request that proves itself. */
    record Vector(String name, Verification verification, Function<String, CallbacksUnderTest> signed, String body) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() {
        return Stream.of(
                // docs.github.com, "Validating webhook deliveries", testing the webhook payload validation
                new Vector(
                        "GitHub",
                        Verification.gitHub("It's a Secret to Everybody"),
                        body -> post("/")
                                .header(
                                        "X-Hub-Signature-256",
                                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
                                .body(body),
                        "Hello, World!"),
                // api.slack.com, "Verifying requests from Slack", the step by step walk-through
                new Vector(
                        "Slack",
                        Verification.slack("8f742231b10e8888abcd99yyyzzz85a5", FIVE_MINUTES),
                        body -> post("/")
                                .at(Instant.ofEpochSecond(1531420618 + 299))
                                .header("X-Slack-Request-Timestamp", "1531420618")
                                .header(
                                        "X-Slack-Signature",
                                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
                                .body(body),
                        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect"
                                + "&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                                + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"),
                // the Standard Webhooks specification, "Signature scheme", its example
                new Vector(
                        "StandardWebhooks",
                        Verification.standardWebhooks(
                                List.of("whsec_other", "whsec_plJ3nmyCDGBKInavdOK15jsl"), FIVE_MINUTES),
                        body -> post("/")
                                .at(Instant.ofEpochSecond(1731705121))
                                .header("webhook-id", "msg_loFOjxBNrRLzqYUf")
                                .header("webhook-timestamp", "1731705121")
                                .header(
                                        "webhook-signature",
                                        "v1,bm9ldHUK v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")
                                .body(body),
                        "{\"event_type\":\"ping\",\"data\":{\"success\":true}}"),
                // twilio-java, RequestValidatorTest
                new Vector(
                        "Twilio",
                        Verification.twilio("12345"),
                        body -> post("/myapp.php")
                                .host("mycompany.com")
                                .query("foo=1&bar=2")
                                .header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .body(body),
                        "Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309"),
                // Stripe.net, EventUtilityTest with its event_test_signature.json
                new Vector(
                        "Stripe",
                        Verification.stripe("webhook_secret", FIVE_MINUTES),
                        body -> post("/")
                                .at(Instant.ofEpochSecond(1533204620 + 100))
                                .header(
                                        "Stripe-Signature",
                                        "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,"
                                                + "v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef")
                                .body(body),
                        """
                        {
                          "id": "evt_123",
                          "object": "event",
                          "account": "acct_123",
                          "api_version": "2017-05-25",
                          "created": 1533204620,
                          "data": {
                            "object": {
                              "id": "cus_123",
                              "object": "customer",
                              "created": 123456789,
                              "email": "test@stripe.com",
                              "livemode": false,
                              "metadata": {}
                            }
                          },
                          "livemode": false,
                          "pending_webhooks": 1,
                          "request": {
                            "id": "req_123",
                            "idempotency_key": "idempotency-key-123"
                          },
                          "type": "customer.created"
                        }
                        """),
                // Shopify publishes none and its libraries compute theirs; SQLPage's test of a Shopify webhook has this
                // one
                new Vector(
                        "Shopify",
                        Verification.shopify("test-webhook-secret"),
                        body -> post("/")
                                .header("X-Shopify-Hmac-SHA256", "QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw=")
                                .body(body),
                        "{\"id\":1234567890,\"email\":\"customer@example.com\",\"total_price\":\"123.45\"}"),
                own(
                        "HMAC",
                        Verification.hmac("X-Sign", Algorithm.SHA256, Encoding.HEX, "v=", "key"),
                        (body, hmac) -> post("/").header("x-sign", "v=" + hmac),
                        body -> hex("key", body)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aSignedRequestIsProved(Vector vector) {
        assertThat(vector.verification()
                        .verify(vector.signed().apply(vector.body()).build()))
                .isEqualTo(new Proof.Proved());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aChangedBodyIsNot(Vector vector) {
        var tampered =
                vector.signed().apply(vector.body()).body(vector.body() + " ").build();

        assertThat(vector.verification().verify(tampered)).isInstanceOf(Proof.NotProved.class);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void noSignatureIsNotAndTheMissingHeaderIsNamed(Vector vector) {
        assertThat(vector.verification().verify(post("/").body(vector.body()).build()))
                .isInstanceOfSatisfying(
                        Proof.NotProved.class, proof -> assertThat(proof.why()).contains("is missing"));
    }

    @Test
    void aSignatureGivenTwiceIsNotTrusted() {
        var github = vectors().findFirst().orElseThrow();
        var twice = github.signed().apply(github.body()).header("x-hub-signature-256", "sha256=00");

        assertThat(github.verification().verify(twice.build()))
                .isEqualTo(new Proof.NotProved("header X-Hub-Signature-256 is there more than once"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void anOldSignatureIsNotProvedWhereTheSchemeHasATime(Vector vector) {
        if (!List.of("Slack", "Stripe", "StandardWebhooks").contains(vector.name())) {
            return;
        }
        var request = vector.signed().apply(vector.body());
        var late = request.at(request.build().receivedAt().plusSeconds(301)).build();

        assertThat(vector.verification().verify(late))
                .isInstanceOfSatisfying(
                        Proof.NotProved.class, proof -> assertThat(proof.why()).contains("PT5M"));
    }

    /** Of the Stripe vector: what a forger or a careless proxy could make of its header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t=1533204620",
                "v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=abc,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=99999999999999999999,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=1533204621,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=1533204620,t=1533204621,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=1533204620,v0=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3",
                "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7ff",
                "t=1533204620,v1=zz20f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
                "t=1533204620,v1="
            })
    void aForgedHeaderIsNotProved(String header) {
        var stripe = vectors()
                .filter(vector -> vector.name().equals("Stripe"))
                .findFirst()
                .orElseThrow();
        var request = post("/")
                .at(Instant.ofEpochSecond(1533204620))
                .header("Stripe-Signature", header)
                .body(stripe.body());

        assertThat(stripe.verification().verify(request.build())).isInstanceOf(Proof.NotProved.class);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aTimeInTheFutureIsNotProvedWhereTheSchemeHasATime(Vector vector) {
        if (!List.of("Slack", "Stripe", "StandardWebhooks").contains(vector.name())) {
            return;
        }
        var request = vector.signed().apply(vector.body());
        var early = request.at(request.build().receivedAt().minusSeconds(700)).build();

        assertThat(vector.verification().verify(early)).isInstanceOf(Proof.NotProved.class);
    }

    @Test
    void bytesAreVerifiedAsTheyCame() {
        var bytes = new byte[] {'{', (byte) 0xff, 0, (byte) 0xc3, '}'};
        var request = post("/")
                .header(
                        "X-Hub-Signature-256",
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(Signatures.hmac(
                                                Algorithm.SHA256, "key".getBytes(StandardCharsets.UTF_8), bytes)))
                .body(bytes);

        assertThat(Verification.gitHub("key").verify(request.build())).isEqualTo(new Proof.Proved());
    }

    @Test
    void twilioProvesOtherBodiesByTheirHash() {
        var body = "{}";
        var hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        var url = "https://mycompany.com/hook?bodySHA256=" + hash;
        var request = post("/hook")
                .host("mycompany.com")
                .query("bodySHA256=" + hash)
                .header("content-type", "application/json")
                .header("x-twilio-signature", hmac(Algorithm.SHA1, "12345", url))
                .body(body);

        assertThat(Verification.twilio("12345").verify(request.build())).isEqualTo(new Proof.Proved());
        assertThat(Verification.twilio("12345").verify(request.body("{ }").build()))
                .isInstanceOf(Proof.NotProved.class);
    }

    @Test
    void credentialsInHeadersAreProved() {
        assertThat(Verification.basic("Aladdin", "open sesame")
                        .verify(post("/")
                                .header("authorization", "basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
                                .build()))
                .isEqualTo(new Proof.Proved());
        assertThat(Verification.bearer("mF_9")
                        .verify(post("/").header("Authorization", "Bearer mF_9").build()))
                .isEqualTo(new Proof.Proved());
        assertThat(Verification.apiKey("X-Api-Key", "k")
                        .verify(post("/").header("x-api-key", "k").build()))
                .isEqualTo(new Proof.Proved());
        assertThat(Verification.mtls("X-Client-Subject", "CN=erp")
                        .verify(post("/").header("X-Client-Subject", "CN=erp").build()))
                .isEqualTo(new Proof.Proved());
    }

    @Test
    void wrongCredentialsAreNotAndAreNotRepeatedInTheReason() {
        var proof = Verification.bearer("expected")
                .verify(post("/").header("Authorization", "Bearer given").build());

        assertThat(proof).isInstanceOfSatisfying(Proof.NotProved.class, not -> assertThat(not.why())
                .doesNotContain("expected\"")
                .doesNotContain("given"));
    }

    private interface Signing {
        CallbacksUnderTest sign(String body, String hmac);
    }

    private static Vector own(String name, Verification verification, Signing signing, Function<String, String> hmac) {
        var body = "{\"id\":1}";
        return new Vector(
                name,
                verification,
                given -> signing.sign(given, hmac.apply(body)).body(given),
                body);
    }

    private static String hex(String key, String text) {
        return HexFormat.of()
                .formatHex(Signatures.hmac(
                        Algorithm.SHA256, key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hmac(Algorithm algorithm, String key, String text) {
        return java.util.Base64.getEncoder()
                .encodeToString(Signatures.hmac(
                        algorithm, key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<Verification> withAnotherSecret() {
        return Stream.of(
                Verification.gitHub("other"),
                Verification.slack("other", FIVE_MINUTES),
                Verification.standardWebhooks(List.of("whsec_b3RoZXI="), FIVE_MINUTES),
                Verification.twilio("other"),
                Verification.stripe("other", FIVE_MINUTES),
                Verification.shopify("other"),
                Verification.hmac("X-Sign", Algorithm.SHA256, Encoding.HEX, "v=", "other"));
    }

    @Test
    void aSignatureByAnotherSecretIsNotProved() {
        var requests = vectors()
                .map(vector -> vector.signed().apply(vector.body()).build())
                .toList();
        var others = withAnotherSecret().toList();

        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).verify(requests.get(i)))
                    .isInstanceOfSatisfying(
                            Proof.NotProved.class,
                            proof -> assertThat(proof.why()).contains("fit").doesNotContain("other"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hexMayBeWrittenInCapitals(Algorithm algorithm) {
        var hmac = Signatures.hmac(algorithm, Signatures.bytes("key"), Signatures.bytes("body"));
        var digits = HexFormat.of().withUpperCase().formatHex(hmac);
        var verification = Verification.hmac("X-Sign", algorithm, Encoding.HEX, "Sig=", "key");

        assertThat(verification.verify(
                        post("/").header("X-Sign", "Sig=" + digits).body("body").build()))
                .isEqualTo(new Proof.Proved());
        assertThat(verification.verify(
                        post("/").header("X-Sign", "SIG=" + digits).body("body").build()))
                .isInstanceOf(Proof.NotProved.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptySecretIsRefusedSoThatItCannotProveAnybody(String secret) {
        assertThatIllegalArgumentException().isThrownBy(() -> Verification.bearer(secret));
        assertThatIllegalArgumentException().isThrownBy(() -> Verification.gitHub(secret));
        assertThatIllegalArgumentException().isThrownBy(() -> Verification.mtls("X-Client-Subject", secret));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verification.standardWebhooks(List.of(secret), FIVE_MINUTES));
        assertThat(Verification.standardWebhooks(List.of(), FIVE_MINUTES)
                        .verify(post("/")
                                .header("webhook-id", "a")
                                .header("webhook-timestamp", "1")
                                .header("webhook-signature", "v1,")
                                .build()))
                .isInstanceOf(Proof.NotProved.class);
    }
}

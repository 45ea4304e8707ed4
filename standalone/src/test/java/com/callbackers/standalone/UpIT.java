package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.standalone.StandaloneUnderTest.Ended;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The program as it is started from a shell, with the examples. */
@TestInstance(Lifecycle.PER_CLASS)
class UpIT {

    private static final String SMS = "[Web발신]\n신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남";
    private static final String GITHUB_SECRET = "not a secret: for a first look only";

    private final StandaloneUnderTest standalone;

    UpIT(@TempDir Path data) throws Exception {
        standalone = new StandaloneUnderTest(data);
    }

    @BeforeAll
    void start() throws Exception {
        standalone.start();
    }

    @AfterAll
    void stop() throws Exception {
        standalone.kill();
    }

    @BeforeEach
    void forget() throws Exception {
        standalone.send(HttpRequest.newBuilder(standalone.demo("/received")).DELETE());
    }

    @Test
    void aCardsMessageGoesToSlackAndByteForByteToTheEndpoint() throws Exception {
        // given
        var json = "{\"text\": \"" + SMS.replace("\n", "\\n") + "\"}";

        // when
        standalone.post(
                "mingkyme",
                "/card?from=phone",
                json,
                "content-type",
                "application/json",
                "user-agent",
                "BackgroundShortcutRunner/2607");

        // then
        await().untilAsserted(() ->
                assertThat(received("/slack/team", "/slack/admin", "/http/erp")).hasSize(3));
        assertThat(body(received("/slack/team"))).isEqualTo("{\"text\":\":credit_card: 45,300원 · 스타벅스강남\"}");
        assertThat(body(received("/slack/admin")))
                .isEqualTo("{\"text\":\"[mingkyme.localhost] shortcut: " + SMS.replace("\n", "\\n") + "\"}");
        assertThat(body(received("/http/erp/card?from=phone"))).isEqualTo(json);
    }

    @Test
    void aCardsMessageComesAsPlainTextAndAsAFormToo() throws Exception {
        // when
        standalone.post("mingkyme", "/card", SMS, "content-type", "text/plain; charset=utf-8");
        standalone.post(
                "mingkyme",
                "/card",
                "text=" + URLEncoder.encode(SMS, StandardCharsets.UTF_8),
                "content-type",
                "application/x-www-form-urlencoded");

        // then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(received("/slack/team"))
                .hasSize(2)
                .extracting(UpIT::body)
                .containsOnly("{\"text\":\":credit_card: 45,300원 · 스타벅스강남\"}"));
    }

    @Test
    void aLegacyCallerIsNamedAndAnUnwantedOneDropped() throws Exception {
        // when
        standalone.post(
                "legacy", "/services/T0/B0/X0", "{\"text\": \"still alive\"}", "content-type", "application/json");
        standalone.post(
                "legacy",
                "/services/T0/B0/X0",
                "{\"text\": \"done\", \"icon_emoji\": \":ok:\"}",
                "content-type",
                "application/json",
                "x-job",
                "nightly");

        // then
        await().untilAsserted(() -> assertThat(received("/services/T0/B0/X0"))
                .extracting(UpIT::body)
                .containsExactly("{\"text\": \"[nightly] done\", \"icon_emoji\": \":ok:\"}"));
        assertThat(callbacks("legacy.localhost"))
                .extracting(callback -> callback.path("state").asString())
                .contains("filtered");
    }

    @Test
    void aSignedWebhookIsPassedThroughAndAForgedOneIsNot() throws Exception {
        // given
        var body = "{\"action\": \"opened\"}";

        // when
        standalone.post(
                "hooks",
                "/github",
                body,
                "x-github-event",
                "pull_request",
                "x-hub-signature-256",
                "sha256=" + "0".repeat(64));
        standalone.post(
                "hooks",
                "/github",
                body,
                "x-github-event",
                "pull_request",
                "x-hub-signature-256",
                "sha256=" + hmac(body));

        // then
        await().untilAsserted(() -> assertThat(received("/http/orders/github")).hasSize(1));
        assertThat(callbacks("hooks.localhost"))
                .extracting(callback -> callback.path("state").asString())
                .contains("rejected");
    }

    @Test
    void theConsoleListsTheRoutes() throws Exception {
        // when
        var routes = standalone.json(standalone.console("/api/routes")).get("items");

        // then
        assertThat(routes)
                .extracting(route -> route.at("/metadata/name").asString())
                .contains("company-card", "legacy-slack", "pass-through");
    }

    @Test
    void aSecondInstanceOnTheSameDataSaysSo() throws Exception {
        // when
        var ended = standalone.again();

        // then
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output())
                .containsPattern(
                        "^Another instance is running on .*; stop it, or choose another folder with --data\\.\n$");
    }

    @Test
    void aPortInUseIsNamedWithItsFlag(@TempDir Path elsewhere) throws Exception {
        // given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // when
            Ended ended = new StandaloneUnderTest(elsewhere).run("--console-port=" + taken.getLocalPort());

            // then
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.output())
                    .isEqualTo(
                            "Port %d (--console-port) is in use; stop what listens there, or choose another port with --console-port.\n"
                                    .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void aFolderOfRoutesThatIsNotThereIsNamed(@TempDir Path elsewhere) throws Exception {
        // when
        var ended = new StandaloneUnderTest(elsewhere).run("--routes=" + elsewhere.resolve("none"));

        // then
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo("There is no folder " + elsewhere.resolve("none")
                        + "; name a folder of YAML files with --routes.\n");
    }

    @Test
    void stopsCleanlyAndFindsEverythingAgain() throws Exception {
        // given
        standalone.post("mingkyme", "/kept", "before", "content-type", "text/plain");

        // when
        var stopped = standalone.stop();
        standalone.start();

        // then
        assertThat(stopped.exitCode()).isZero();
        assertThat(stopped.output()).contains("Stopped").doesNotContain("WARN", "ERROR");
        assertThat(callbacks("mingkyme.localhost"))
                .extracting(callback -> callback.path("path").asString())
                .contains("/kept");
    }

    private List<JsonNode> received(String... paths) throws Exception {
        return StreamSupport.stream(
                        standalone.json(standalone.demo("/")).get("received").spliterator(), false)
                .filter(one -> List.of(paths).stream().anyMatch(one.get("path").asString()::startsWith))
                .toList();
    }

    private List<JsonNode> callbacks(String host) throws Exception {
        return StreamSupport.stream(
                        standalone
                                .json(standalone.console("/api/callbacks?host=" + host))
                                .get("items")
                                .spliterator(),
                        false)
                .toList();
    }

    private static String body(List<JsonNode> received) {
        assertThat(received).hasSize(1);
        return body(received.getFirst());
    }

    private static String body(JsonNode received) {
        return received.get("body").asString();
    }

    private static String hmac(String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(GITHUB_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}

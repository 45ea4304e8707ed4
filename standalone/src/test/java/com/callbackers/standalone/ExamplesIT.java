package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples as the README has them, against a receiver of the test's own in the demo receiver's place. */
class ExamplesIT {

    private static final String SMS = "[Web발신]\n신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남";
    private static final String SHORTCUT = "BackgroundShortcutRunner/2607.1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static Sink sink;
    private static RunningStandalone standalone;

    @BeforeAll
    static void start() throws IOException {
        sink = new Sink();
        var routes = Files.createDirectory(folder.resolve("routes"));
        try (var examples = Files.list(Path.of("..", "examples"))) {
            for (var example :
                    examples.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                var text = Files.readString(example).replace("http://localhost:8099", sink.url());
                Files.writeString(routes.resolve(example.getFileName()), text);
            }
        }
        standalone = RunningStandalone.start(routes, folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws Exception {
        standalone.close();
        sink.close();
    }

    @ParameterizedTest
    @CsvSource({"text/plain; charset=utf-8,text", "application/json,json", "application/x-www-form-urlencoded,form"})
    void aCardsSmsReachesTeamAdminAndBookkeeping(String contentType, String shape) throws IOException {
        // given
        var body =
                switch (shape) {
                    case "json" ->
                        JSON.writeValueAsString(JSON.createObjectNode().put("text", SMS));
                    case "form" -> "text=" + java.net.URLEncoder.encode(SMS, StandardCharsets.UTF_8);
                    default -> SMS;
                };

        // when
        var id = standalone.accepted(
                "mingkyme",
                "/card?shape=" + shape,
                body,
                "content-type",
                contentType,
                "user-agent",
                SHORTCUT,
                "x-order",
                "1");
        var callback = standalone.settled(id);

        // then
        assertThat(callback.path("state").asString()).isEqualTo("routed");
        assertThat(callback.path("sender").asString()).isEqualTo("shortcut");
        assertThat(callback.path("route").asString()).isEqualTo("mingkyme/company-card");
        assertThat(callback.path("deliveries").valueStream().map(each -> each.path("state")
                        .asString()))
                .containsExactly("delivered", "delivered", "delivered");

        var passed =
                sink.received(each -> each.header("callback-id").equals(id)).getFirst();
        assertThat(passed.method()).isEqualTo("POST");
        assertThat(passed.uri()).isEqualTo("/http/erp/card?shape=" + shape);
        assertThat(passed.body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(passed.header("content-type")).isEqualTo(contentType);
        assertThat(passed.header("x-order")).isEqualTo("1");

        assertThat(slackText("/slack/team", delivery(callback, "team"))).isEqualTo(":credit_card: 45,300원 · 스타벅스강남");
        assertThat(slackText("/slack/admin", delivery(callback, "admin")))
                .isEqualTo("[mingkyme.localhost] shortcut: " + SMS);
    }

    @Test
    void anAttemptShowsWhatWasSentAndAnsweredButNoSecret() throws IOException {
        // when
        var callback = standalone.settled(standalone.accepted("mingkyme", "/card", SMS, "user-agent", SHORTCUT));

        // then
        var attempt = delivery(callback, "team").path("attempts").get(0);
        assertThat(attempt.path("number").asInt()).isEqualTo(1);
        assertThat(attempt.path("request").path("method").asString()).isEqualTo("POST");
        assertThat(attempt.path("request").path("url").asString()).isEqualTo("•••");
        assertThat(attempt.path("request").path("body").asString()).contains("스타벅스강남");
        assertThat(attempt.path("response").path("status").asInt()).isEqualTo(200);
        assertThat(attempt.path("response").path("body").asString()).isEqualTo("ok");
        assertThat(attempt.path("totalMillis").asLong(-1)).isNotNegative();
        assertThat(standalone
                        .api("/api/callbacks/" + callback.path("id").asString())
                        .body())
                .doesNotContain("/slack/team");
    }

    @Test
    void aPathThatNoRuleAsksForIsRecordedWithTheReason() throws IOException {
        var callback = standalone.settled(standalone.accepted("mingkyme", "/elsewhere", SMS));

        assertThat(callback.path("state").asString()).isEqualTo("unrouted");
        assertThat(callback.path("decision").path("rules").get(0).path("fits").asBoolean())
                .isFalse();
        assertThat(callback.path("decision").path("rules").get(0).path("why").asString())
                .isEqualTo("path /elsewhere is not under /card");
    }

    @Test
    void anUnknownHostIsRecordedToo() throws IOException {
        var callback = standalone.settled(standalone.accepted("nobody", "/", "x"));

        assertThat(callback.path("state").asString()).isEqualTo("unrouted");
        assertThat(callback.path("reason").asString()).isEqualTo("no route for host nobody.localhost");
    }

    @ParameterizedTest
    @CsvSource({
        "x-job,nightly,report is ready,nightly",
        "user-agent,Apache-HttpClient/4.5.14,invoice 7,billing",
        "user-agent,curl/8,[ALERT] disk,monitoring",
        "user-agent,curl/8,hello,unknown"
    })
    void callersOfAnOldSlackWebhookAreNamed(String header, String value, String text, String sender)
            throws IOException {
        // given
        var path = "/services/T000/B000/" + sender;

        // when
        var id = standalone.accepted(
                "legacy", path, "{\"text\": \"" + text + "\"}", "content-type", "application/json", header, value);
        var callback = standalone.settled(id);

        // then
        assertThat(callback.path("sender").asString()).isEqualTo(sender);
        assertThat(JSON.readTree(sink.at(path).getFirst().text()).path("text").asString())
                .isEqualTo("[" + sender + "] " + text);
    }

    @Test
    void slacksFormIsTakenAsWell() throws IOException {
        var payload = java.net.URLEncoder.encode("{\"text\": \"form\"}", StandardCharsets.UTF_8);

        standalone.settled(standalone.accepted(
                "legacy",
                "/services/T000/B000/form",
                "payload=" + payload,
                "content-type",
                "application/x-www-form-urlencoded",
                "x-job",
                "nightly"));

        assertThat(JSON.readTree(sink.at("/services/T000/B000/form").getFirst().text())
                        .path("text")
                        .asString())
                .isEqualTo("[nightly] form");
    }

    @Test
    void anUnwantedSenderIsFiltered() throws IOException {
        var callback = standalone.settled(
                standalone.accepted("legacy", "/services/T000/B000/drop", "{\"text\": \"still alive\"}"));

        assertThat(callback.path("state").asString()).isEqualTo("filtered");
        assertThat(callback.path("reason").asString()).contains("drop-heartbeat");
        assertThat(sink.at("/services/T000/B000/drop")).isEmpty();
    }

    @Test
    void aSignedWebhookIsPassedThroughByteForByte() throws Exception {
        // given
        var body = "{\"action\": \"opened\",  \"number\": 7}\n";

        // when
        var id = standalone.accepted(
                "hooks",
                "/github?from=test",
                body,
                "x-github-event",
                "pull_request",
                "x-hub-signature-256",
                "sha256=" + hmac("not a secret: for a first look only", body));
        var callback = standalone.settled(id);

        // then
        assertThat(callback.path("sender").asString()).isEqualTo("github");
        assertThat(callback.path("deliveries").get(0).path("destination").asString())
                .isEqualTo("orders");
        var passed =
                sink.received(each -> each.header("callback-id").equals(id)).getFirst();
        assertThat(passed.uri()).isEqualTo("/http/orders/github?from=test");
        assertThat(passed.text()).isEqualTo(body);
    }

    @Test
    void aForgedOneIsRecordedAndNotPassedOn() throws Exception {
        var id = standalone.accepted(
                "hooks",
                "/github",
                "{}",
                "x-github-event",
                "pull_request",
                "x-hub-signature-256",
                "sha256=" + hmac("a guess", "{}"));
        var callback = standalone.settled(id);

        assertThat(callback.path("state").asString()).isEqualTo("rejected");
        assertThat(callback.path("reason").asString()).contains("does not fit the body");
        assertThat(sink.received(each -> each.header("callback-id").equals(id))).isEmpty();
    }

    @Test
    void aReplayGoesAgainByTheRulesOfThenWithAnotherBody() throws IOException {
        // given
        var first = standalone.settled(standalone.accepted("mingkyme", "/card", SMS, "user-agent", SHORTCUT));
        var firstId = first.path("id").asString();

        // when
        var answer = standalone.postApi(
                "/api/callbacks/" + firstId + "/replay",
                "{\"rules\": \"then\", \"actions\": [\"approvals/team\"], \"body\": \"승인 1,000원 11/23 18:06 편의점\"}");

        // then
        assertThat(answer.statusCode()).isEqualTo(201);
        var replay = standalone.settled(JSON.readTree(answer.body()).path("id").asString());
        assertThat(replay.path("replayOf").asString()).isEqualTo(firstId);
        assertThat(replay.path("deliveries").size()).isEqualTo(1);
        assertThat(slackText("/slack/team", delivery(replay, "team"))).isEqualTo(":credit_card: 1,000원 · 편의점");
    }

    @Test
    void aReplayCanGoToAnotherUrl() throws IOException {
        // given
        var first = standalone.accepted("nobody", "/lost", "a body");
        standalone.settled(first);

        // when
        var answer = standalone.postApi(
                "/api/callbacks/" + first + "/replay",
                "{\"actions\": [{\"name\": \"there\", \"type\": \"Forward\", \"forward\": {\"url\": \"" + sink.url()
                        + "/found\"}}]}");

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var replay = standalone.settled(JSON.readTree(answer.body()).path("id").asString());
        assertThat(replay.path("deliveries").get(0).path("state").asString()).isEqualTo("delivered");
        assertThat(sink.at("/found/lost").getFirst().text()).isEqualTo("a body");
    }

    @Test
    void routesAndSendersAreListed() throws IOException {
        standalone.settled(standalone.accepted("mingkyme", "/card", SMS, "user-agent", SHORTCUT));

        var routes = JSON.readTree(standalone.api("/api/routes").body());
        assertThat(routes.path("items")
                        .valueStream()
                        .map(each -> each.path("metadata").path("name").asString()))
                .contains("company-card", "legacy-slack", "pass-through");
        assertThat(routes.path("items").valueStream()).allMatch(route -> route.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString().equals("Ready")
                        && condition.path("status").asString().equals("True")));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(standalone.api("/api/senders").body()).contains("shortcut"));
    }

    private static JsonNode delivery(JsonNode callback, String action) {
        return callback.path("deliveries")
                .valueStream()
                .filter(each -> each.path("action").asString().equals(action))
                .findFirst()
                .orElseThrow();
    }

    /** What arrived for one delivery, found by its stable id. */
    private static String slackText(String path, JsonNode delivery) {
        var message = sink.received(each -> each.uri().equals(path)
                        && each.header("webhook-id").equals(delivery.path("id").asString()))
                .getFirst();
        return JSON.readTree(message.text()).path("text").asString();
    }

    private static String hmac(String secret, String body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}

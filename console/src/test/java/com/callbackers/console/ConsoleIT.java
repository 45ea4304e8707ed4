package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.console.Client.Answer;
import com.callbackers.console.resources.Catalog;
import com.callbackers.delivery.Outcome.Answered;
import com.callbackers.delivery.Outcome.Unreachable;
import com.callbackers.delivery.Timings;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Appender;
import com.callbackers.journal.BatchSteps;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.RouteVersions;
import com.callbackers.queue.Broker;
import com.callbackers.queue.QueueType;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.Work;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final JsonNode ROUTE = JsonMapper.builder().build().readTree("""
                    {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                     "metadata": {"name": "company-card", "namespace": "mingkyme"},
                     "spec": {"rules": [{"name": "approvals", "actions": [{"name": "erp"}, {"name": "team"}]}]},
                     "status": {"hosts": [{"host": "now.localhost", "state": "Claimed"}]}}
                    """);

    private static final JsonNode DESTINATION = JsonMapper.builder().build().readTree("""
                    {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackDestination",
                     "metadata": {"name": "erp", "namespace": "mingkyme"},
                     "spec": {"type": "Http", "http": {"url": "https://erp.test/", "headers": {"Authorization": "Bearer s3cret"}}}}
                    """);

    private final Database database = Database.fresh();
    private final Broker broker = Broker.fresh();
    private final List<UUID> announcedCallbacks = new CopyOnWriteArrayList<>();
    private final List<UUID> announcedDeliveries = new CopyOnWriteArrayList<>();
    private RunningConsole console;
    private Client client;
    private Recorded recorded;
    private Callbacks callbacks;
    private RouteVersions versions;
    private AutoCloseable writers;

    @BeforeAll
    void start() {
        var connections = broker.connectionFactory();
        var queue = RabbitWorkQueue.over(connections, QueueType.CLASSIC);
        listen(queue, Work.CALLBACKS, announcedCallbacks);
        listen(queue, Work.DELIVERIES, announcedDeliveries);
        var appender = new Appender(
                database.connectionFactory(), ids -> queue.announce(Work.CALLBACKS, ids), Appender.Settings.DEFAULT);
        recorded = new Recorded(
                appender,
                new Decisions(database.connectionFactory(), Clock.systemUTC()),
                new Deliveries(database.connectionFactory(), Clock.systemUTC()));
        callbacks = new Callbacks(database.connectionFactory());
        versions = new RouteVersions(database.connectionFactory(), Clock.systemUTC());
        writers = () -> {
            appender.close();
            queue.close();
            connections.destroy();
        };
        console = RunningConsole.start(database, broker, new OneRoute(ROUTE));
        client = new Client(console.port());
    }

    @AfterAll
    void stop() throws Exception {
        try {
            assertThat(client.unseen())
                    .as("documented, but no test saw it succeed")
                    .isEmpty();
        } finally {
            console.close();
            writers.close();
            database.close();
        }
    }

    @Test
    void everyOperationIsDocumentedAndNothingElseIs() {
        // when
        var mapped = console.bean(RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
                .filter(handler ->
                        !handler.getValue().getBeanType().getPackageName().endsWith(".pages"))
                .map(Map.Entry::getKey)
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> mapping.getPatternsCondition().getPatterns().stream()
                                .map(pattern -> method + " " + pattern.getPatternString())))
                .collect(Collectors.toCollection(TreeSet::new));

        // then
        assertThat(mapped).isEqualTo(client.contract().operations());
    }

    @Test
    void theContractIsServedAsYamlAndAsJson() {
        // when
        var start = client.get("/").json();
        var yaml = client.get(start.path("api").asString());
        var json = client.get("/api/openapi.json").json();

        // then
        assertThat(yaml.text()).startsWith("openapi: 3.1.0");
        assertThat(json.path("openapi").asString()).isEqualTo("3.1.0");
    }

    @Test
    void withoutALoginEverybodyIsAdminOfAll() {
        // when
        var session = client.get("/api/session").json();

        // then
        assertThat(session).hasToString("{\"user\":null,\"roles\":[{\"namespace\":\"*\",\"role\":\"admin\"}]}");
    }

    @Test
    void nothingOfOtherPlacesRunsInAPage() {
        assertThat(client.get("/api/session").headers().getFirst("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void pagesFollowEachOtherWithoutGapsNewestFirst() {
        // given
        var expected = new ArrayList<String>();
        IntStream.range(0, 23)
                .forEach(i -> expected.addFirst(
                        recorded.received("paging.test", "" + i).id().toString()));

        // when
        var seen = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        var cursor = "";
        while (cursor != null) {
            var page = client.get("/api/callbacks?host=paging.test&limit=10&cursor=" + cursor)
                    .json();
            sizes.add(page.path("items").size());
            page.path("items").forEach(item -> seen.add(item.path("id").asString()));
            cursor = page.path("next").isNull() ? null : page.path("next").asString();
            recorded.received("paging.test", "meanwhile");
        }

        // then
        assertThat(seen).isEqualTo(expected);
        assertThat(sizes).containsExactly(10, 10, 3);
    }

    @Test
    void theListIsFilteredByEachParameter() {
        // given
        var host = "filters.test";
        var routed = recorded.received(host, "승인 12,000원");
        recorded.routed(routed, "mingkyme/company-card", "shortcut", "erp");
        var filtered = recorded.received(host, "Spam %_\\ text");
        recorded.filtered(filtered, "mingkyme/company-card", "spammer");
        var unrouted = recorded.received(host, "x");
        recorded.unrouted(unrouted);
        var received = recorded.received(host, "y");
        recorded.received("other.test", "승인");

        // then
        assertThat(ids("host=FILTERS.test")).containsExactly(received.id(), unrouted.id(), filtered.id(), routed.id());
        assertThat(ids("host=filters.test&route=mingkyme/company-card")).containsExactly(filtered.id(), routed.id());
        assertThat(ids("host=filters.test&sender=shortcut")).containsExactly(routed.id());
        assertThat(ids("host=filters.test&state=filtered")).containsExactly(filtered.id());
        assertThat(ids("host=filters.test&state=received")).containsExactly(received.id());
        assertThat(ids("host=filters.test&q=" + escaped("승인"))).containsExactly(routed.id());
        assertThat(ids("host=filters.test&q=" + escaped("SPAM %_\\"))).containsExactly(filtered.id());
        assertThat(ids("host=filters.test&since=" + filtered.receivedAt() + "&until="
                        + received.receivedAt().plusMillis(1)))
                .contains(filtered.id(), unrouted.id(), received.id());
        assertThat(ids("host=filters.test&until=" + routed.receivedAt())).isEmpty();
        assertThat(ids("host=filters.test&since=" + Instant.now().plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void aListedCallbackShowsItsDeliveriesButNoMore() {
        // given
        var callback = recorded.received("listed.test", "승인");
        var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();

        // when
        var listed = client.get("/api/callbacks?host=listed.test").json().at("/items/0");

        // then
        assertThat(listed.path("id").asString()).isEqualTo(callback.id().toString());
        assertThat(listed.path("receivedAt").asString())
                .isEqualTo(callback.receivedAt().toString());
        assertThat(listed.path("path").asString()).isEqualTo("/card%2Fa");
        assertThat(listed.path("contentType").asString()).isEqualTo("text/plain");
        assertThat(listed.path("state").asString()).isEqualTo("routed");
        assertThat(listed.path("generation").asLong()).isEqualTo(3);
        assertThat(listed.at("/deliveries/0/id").asString()).isEqualTo(delivery.toString());
        assertThat(listed.has("headers") || listed.has("body") || listed.has("decision"))
                .isFalse();
        assertThat(listed.at("/deliveries/0").has("attempts")).isFalse();
    }

    @Test
    void aCallbackIsShownWithAllThatIsKnownOfIt() {
        // given
        var callback = recorded.received("whole.test", "승인 12,000원");
        var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();
        var retryAt = Instant.parse("2099-01-01T00:00:00Z");
        recorded.attempted(delivery, answered(503, "busy"), new Verdict.RetryAt(retryAt, "503"));

        // when
        var whole = client.get("/api/callbacks/" + callback.id()).json();

        // then
        assertThat(whole.path("headers").toString()).isEqualTo("""
                        [["Host","whole.test"],["Content-Type","text/plain"],["Content-Length","16"],["X-Team","a"],["x-team","b"]]""");
        assertThat(whole.path("body").asString()).isEqualTo("승인 12,000원");
        assertThat(whole.at("/decision/let/amount").asString()).isEqualTo("12,000");
        assertThat(whole.at("/decision/let/lines").toString()).isEqualTo("[1,2]");
        assertThat(whole.at("/decision/rules/1").toString())
                .isEqualTo("{\"name\":\"refunds\",\"fits\":false,\"why\":\"when is false\"}");
        var shown = whole.at("/deliveries/0");
        assertThat(shown.path("state").asString()).isEqualTo("retrying");
        assertThat(shown.path("nextAttemptAt").asString()).isEqualTo("2099-01-01T00:00:00Z");
        var attempt = shown.at("/attempts/0");
        assertThat(attempt.path("totalMillis").asLong()).isEqualTo(30);
        assertThat(attempt.at("/request/body").asString()).isEqualTo("승인 12,000원");
        assertThat(attempt.at("/request/headers").toString()).isEqualTo("[[\"Authorization\",\"•••\"]]");
        assertThat(attempt.at("/response/status").asInt()).isEqualTo(503);
        assertThat(attempt.at("/response/body").asString()).isEqualTo("busy");
    }

    @Test
    void anAttemptWithoutAnswerShowsItsError() {
        // given
        var callback = recorded.received("unreachable.test", "x");
        var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();
        recorded.attempted(
                delivery,
                new Unreachable("connection refused", new Timings(null, null, 3)),
                new Verdict.GiveUp("connection refused"));

        // when
        var shown = client.get("/api/deliveries/" + delivery).json();

        // then
        assertThat(shown.path("callback").asString()).isEqualTo(callback.id().toString());
        assertThat(shown.path("state").asString()).isEqualTo("exhausted");
        assertThat(shown.at("/attempts/0/response").isNull()).isTrue();
        assertThat(shown.at("/attempts/0/error").asString()).isEqualTo("connection refused");
    }

    @Test
    void theBodyIsDownloadedByteForByte() {
        // given
        var bytes = new byte[200_000];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
        var callback =
                recorded.append(Recorded.callback("bytes.test", bytes, new Header("Content-Type", "text/html")), null);

        // when
        var body = client.get("/api/callbacks/" + callback.id() + "/body");
        var shown = client.get("/api/callbacks/" + callback.id()).json();

        // then
        assertThat(body.body()).isEqualTo(bytes);
        assertThat(body.headers().getFirst("Content-Type")).isEqualTo("text/plain");
        assertThat(body.headers().getFirst("Content-Disposition")).startsWith("attachment");
        assertThat(body.headers().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shown.path("bodyTruncated").asBoolean()).isTrue();
        assertThat(shown.has("bodyBase64")).isTrue();
    }

    @Test
    void aReplayByTheRulesOfNowIsANewCallbackThatIsAnnounced() {
        // given
        var first = recorded.received("now.localhost", "승인");

        // when
        var answer = client.post(replay(first), null);

        // then
        assertThat(answer.status()).isEqualTo(201);
        var id = id(answer);
        assertThat(answer.headers().getFirst("Location")).isEqualTo("/api/callbacks/" + id);
        var replayed = whole(id).callback();
        assertThat(replayed)
                .usingRecursiveComparison()
                .ignoringFields("id", "replay")
                .isEqualTo(whole(first.id()).callback());
        assertThat(replayed.replay()).isEqualTo(new Replay(first.id(), Replay.Rules.NOW, List.of(), List.of(), null));
        assertThat(client.get("/api/callbacks/" + first.id())
                        .json()
                        .at("/replays/0")
                        .asString())
                .isEqualTo(id.toString());
        assertThat(client.get("/api/callbacks/" + id).json().path("replayOf").asString())
                .isEqualTo(first.id().toString());
        await().untilAsserted(() -> assertThat(announcedCallbacks).contains(id));
    }

    @Test
    void aReplayByTheRulesOfThenKeepsWhatItIsToDo() {
        // given
        var first = recorded.received("then.test", "승인");
        recorded.routed(first, "mingkyme/then", "shortcut", "erp");
        versions.remember("mingkyme/then", 3, ROUTE.toString()).block();
        var adHoc = "{\"name\":\"copy\",\"type\":\"Forward\",\"forward\":{\"url\":\"https://example.com\"}}";

        // when
        var answer = client.post(replay(first), """
                {"rules": "then", "actions": ["erp", "approvals/team", %s], "body": "corrected"}""".formatted(adHoc));

        // then
        var replayed = whole(id(answer)).callback();
        assertThat(replayed.replay())
                .isEqualTo(new Replay(
                        first.id(), Replay.Rules.THEN, List.of("erp", "approvals/team"), List.of(adHoc), "shortcut"));
        assertThat(replayed.text()).isEqualTo("corrected");
        assertThat(replayed.header("content-length")).contains("9");
    }

    @Test
    void aReplayWithAnActionThatTheRulesDoNotHaveIsRefused() {
        // given
        var now = recorded.received("now.localhost", "x");
        var then = recorded.received("then-unknown.test", "x");
        recorded.routed(then, "mingkyme/then-unknown", "shortcut", "erp");
        versions.remember("mingkyme/then-unknown", 3, ROUTE.toString()).block();

        // when
        var answers = List.of(
                client.post(replay(now), "{\"actions\": [\"erp\", \"admin\"]}"),
                client.post(replay(then), "{\"rules\": \"then\", \"actions\": [\"erp\", \"other/team\"]}"));

        // then
        assertThat(answers)
                .extracting(
                        Answer::status, answer -> answer.json().path("field").asString())
                .containsOnly(tuple(400, "actions[1]"));
        assertThat(answers.getFirst().json().path("detail").asString())
                .isEqualTo("actions[1]: the rules have no action 'admin', only approvals/erp, approvals/team");
    }

    @Test
    void aReplayThatCannotBeIsAConflictInWords() {
        // given
        var undecided = recorded.received("conflict.test", "x");
        var forgotten = recorded.received("conflict.test", "x");
        recorded.routed(forgotten, "mingkyme/forgotten", "shortcut", "erp");
        var tooLarge = recorded.tooLarge("conflict.test");

        // when
        var answers = List.of(
                client.post(replay(undecided), "{\"rules\": \"then\"}"),
                client.post(replay(forgotten), "{\"rules\": \"then\"}"),
                client.post(replay(tooLarge), null));

        // then
        assertThat(answers).extracting(Answer::status).containsOnly(409);
        assertThat(answers)
                .extracting(answer -> answer.json().path("detail").asString())
                .containsExactly(
                        "no route has decided callback %s: there are no rules of then".formatted(undecided.id()),
                        "generation 3 of route mingkyme/forgotten is not kept: there are no rules of then",
                        "the body of callback %s was over the limit and is not kept: give a body to replay it with"
                                .formatted(tooLarge.id()));
    }

    @Test
    void whatWasTooLargeToKeepIsReplayedWithABody() {
        // given
        var tooLarge = recorded.tooLarge("too-large.test");

        // when
        var answer = client.post(replay(tooLarge), "{\"body\": \"smaller\"}");

        // then
        assertThat(whole(id(answer)).callback().text()).isEqualTo("smaller");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        // given
        var first = recorded.received("limit.test", "x");

        // when
        var fits = client.post(replay(first), "{\"body\": \"%s\"}".formatted("a".repeat(1024 * 1024)));
        var tooLarge = client.post(replay(first), "{\"body\": \"%s\"}".formatted("a".repeat(1024 * 1024 + 1)));
        var muchTooLarge = client.post(replay(first), "{\"body\": \"%s\"}".formatted("a".repeat(5 * 1024 * 1024)));

        // then
        assertThat(fits.status()).isEqualTo(201);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(muchTooLarge.status()).isEqualTo(413);
    }

    @Test
    void aRetriedDeliveryIsDueAtOnceAndAnnounced() {
        // given
        var callback = recorded.received("retry.test", "x");
        var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();
        recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("404"));

        // when
        var answer = client.post("/api/deliveries/" + delivery + "/retry", null);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("state").asString()).isIn("pending", "retrying");
        assertThat(Instant.parse(answer.json().path("nextAttemptAt").asString()))
                .isBeforeOrEqualTo(Instant.now());
        await().untilAsserted(() -> assertThat(announcedDeliveries).contains(delivery));
    }

    @Test
    void whatWasNotDeliveredIsListedAndTriedAgainTogether() {
        // given
        var given = new ArrayList<UUID>();
        for (int i = 0; i < 3; i++) {
            var callback = recorded.received("bulk.test", "x");
            var delivery =
                    recorded.routed(callback, "bulk/route", "shortcut", "erp").getFirst();
            recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("404"));
            given.addFirst(delivery);
        }
        var other = recorded.routed(recorded.received("bulk.test", "x"), "bulk/other", "shortcut", "erp")
                .getFirst();
        recorded.attempted(other, answered(404, "gone"), new Verdict.GiveUp("404"));
        var filter = "?host=bulk.test&route=bulk/route&destination=https://erp.example.com&state=exhausted";

        // when
        var first = client.get("/api/deliveries" + filter + "&limit=2").json();
        var rest = client.get("/api/deliveries" + filter + "&cursor="
                        + first.path("next").asString())
                .json();
        var retried = client.post("/api/deliveries/retry" + filter + "&perSecond=2", null);

        // then
        assertThat(Stream.of(first, rest)
                        .flatMap(page -> page.path("items").valueStream())
                        .map(item -> UUID.fromString(item.path("id").asString())))
                .containsExactlyElementsOf(given);
        assertThat(first.at("/items/0/attemptCount").asInt()).isEqualTo(1);
        assertThat(first.at("/items/0/reason").asString()).isEqualTo("404");
        assertThat(first.at("/items/0/callback/host").asString()).isEqualTo("bulk.test");
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json().path("retried").asInt()).isEqualTo(3);
        var batch = "/api/batches/" + retried.json().path("batch").asString();
        var planned = client.get(batch).json();
        assertThat(planned.path("kind").asString()).isEqualTo("retry");
        assertThat(planned.path("query").asString()).isEqualTo(filter.substring(1));
        assertThat(planned.path("total").asInt()).isEqualTo(3);
        assertThat(planned.path("done").asInt()).isZero();
        assertThat(planned.path("running").asBoolean()).isTrue();
        assertThat(Duration.between(
                        Instant.parse(planned.path("madeAt").asString()),
                        Instant.parse(retried.json().path("lastAttemptAt").asString())))
                .isEqualTo(Duration.ofSeconds(1));

        // when
        steps().retries(100).block();

        // then
        assertThat(client.get(batch).json().path("done").asInt()).isEqualTo(1);
        assertThat(client.get("/api/deliveries/" + given.getLast())
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("retrying");

        // when
        var stopped = client.post(batch + "/stop", null).json();

        // then
        assertThat(stopped.path("running").asBoolean()).isFalse();
        assertThat(stopped.path("done").asInt()).isEqualTo(1);
        assertThat(stopped.path("stoppedAt").isNull()).isFalse();
        assertThat(client.get("/api/batches").text())
                .contains(stopped.path("id").asString());
        for (var left : List.of(given.getFirst(), other)) {
            assertThat(client.get("/api/deliveries/" + left)
                            .json()
                            .path("state")
                            .asString())
                    .isEqualTo("exhausted");
        }
        assertThat(client.get("/api/batches/" + other).status()).isEqualTo(404);
        assertThat(client.post("/api/batches/" + other + "/stop", null).status())
                .isEqualTo(404);
    }

    private BatchSteps steps() {
        return new BatchSteps(database.connectionFactory(), Clock.systemUTC());
    }

    @Test
    void callbacksAreReplayedTogether() {
        // given
        var failed = recorded.received("replays.test", "again");
        var delivery = recorded.routed(failed, "replays/route", "shortcut", "erp", "team")
                .getFirst();
        recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("404"));
        recorded.unrouted(recorded.received("replays.test", "nobody's"));

        // when
        var all = client.post("/api/callbacks/replay?host=replays.test", "{\"rules\": \"then\"}");
        var undelivered = client.post("/api/deliveries/replay?host=replays.test&perSecond=10", null);
        var none = client.post("/api/callbacks/replay?host=none.test", "{}");
        var withBody = client.post("/api/callbacks/replay?host=replays.test", "{\"body\": \"x\"}");
        var made = Optional.ofNullable(steps().replays(100).block()).orElseThrow();

        // then
        assertThat(all.json().path("replayed").asInt()).isEqualTo(2);
        assertThat(undelivered.json().path("replayed").asInt()).isEqualTo(1);
        assertThat(none.json()).hasToString("{\"batch\":null,\"replayed\":0,\"lastAt\":null}");
        assertThat(withBody.status()).isEqualTo(400);
        assertThat(made).isNotEmpty();
        assertThat(client.get("/api/callbacks/" + failed.id()).json().path("replays"))
                .isNotEmpty();
    }

    @Test
    void whatNobodyDidIsTold() {
        // given
        var old = Instant.now().minusSeconds(600);
        var callback = Recorded.callback("unaccounted.test", "x");
        var forgotten = new Callback(
                new UUID((old.toEpochMilli() << 16) | 0x7000, 0x8000_0000_0000_0000L),
                callback.method(),
                callback.host(),
                callback.path(),
                callback.query(),
                callback.headers(),
                callback.body(),
                callback.size(),
                callback.remoteAddress(),
                callback.durability(),
                null);
        recorded.append(forgotten, null);

        // when
        var found = client.get("/api/unaccounted?limit=500").json().path("items");

        // then
        assertThat(found.valueStream().filter(item -> item.path("callback")
                        .asString()
                        .equals(forgotten.id().toString())))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.path("cause").asString()).isEqualTo("undecided");
                    assertThat(item.path("host").asString()).isEqualTo("unaccounted.test");
                });
    }

    @Test
    void destinationsAreShownWithoutCredentials() {
        // when
        var all = client.get("/api/destinations");
        var one = client.get("/api/destinations/mingkyme/erp");
        var none = client.get("/api/destinations/mingkyme/crm");

        // then
        assertThat(all.json().at("/items/0")).isEqualTo(one.json());
        assertThat(one.json().at("/spec/http/headers/Authorization").asString()).isEqualTo("Bearer •••");
        assertThat(all.text()).doesNotContain("s3cret");
        assertThat(none.status()).isEqualTo(404);
    }

    @Test
    void aDestinationIsSuspendedAndResumed() {
        // when
        var suspended = client.post("/api/destinations/mingkyme/erp/suspend", null);
        var resumed = client.post("/api/destinations/mingkyme/erp/resume", null);
        var none = client.post("/api/destinations/mingkyme/crm/suspend", null);

        // then
        assertThat(suspended.json().at("/spec/suspend").asBoolean()).isTrue();
        assertThat(resumed.json().at("/spec/suspend").asBoolean()).isFalse();
        assertThat(none.status()).isEqualTo(404);
    }

    @Test
    void aTestIsACallbackThatGoesToTheDestinationOnly() {
        // when
        var made = client.post("/api/destinations/mingkyme/erp/test", null);

        // then
        assertThat(made.status()).isEqualTo(201);
        var id = UUID.fromString(made.json().path("id").asString());
        await().untilAsserted(() -> assertThat(announcedCallbacks).contains(id));
        var callback = client.get("/api/callbacks/" + id).json();
        assertThat(callback.path("host").asString()).isEqualTo("now.localhost");
        assertThat(callback.path("replayOf").isNull()).isTrue();
        var recordedCallback =
                Optional.ofNullable(callbacks.find(id).block()).orElseThrow().orElseThrow();
        var replay = Optional.ofNullable(recordedCallback.callback().replay()).orElseThrow();
        assertThat(replay.actions()).isEmpty();
        assertThat(replay.adHoc())
                .containsExactly(
                        "{\"name\":\"test\",\"destinationRef\":{\"name\":\"erp\"},\"type\":\"Forward\",\"forward\":{\"pathMode\":\"Replace\"}}");
    }

    @Test
    void whatWentThroughIsCountedAndShown() {
        // given
        var callback = recorded.received("traffic.test", "x");
        var delivery =
                recorded.routed(callback, "traffic/route", "shortcut", "erp").getFirst();
        recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("404"));

        // when
        var counted = client.get("/api/traffic?tenant=traffic").json();
        var answers = client.get("/api/destinations/mingkyme/erp/answers?limit=5");

        // then
        assertThat(counted.at("/routes/0/route").asString()).isEqualTo("traffic/route");
        assertThat(counted.at("/routes/0/failures").asInt()).isEqualTo(1);
        assertThat(counted.at("/destinations/0/failed").asInt()).isEqualTo(1);
        assertThat(counted.at("/destinations/0/lastAnswer/status").asInt()).isEqualTo(404);
        assertThat(answers.status()).isEqualTo(200);
    }

    @Test
    void callbacksAreSharedByALinkUntilItIsTakenBack() {
        // given
        var callback = recorded.received("share.test", "shown by a link");
        recorded.routed(callback, "share/route", "shortcut", "erp");
        var other = recorded.received("share.test", "another time");

        // when
        var made = client.post("/api/shares?host=share.test&q=link&hours=2&since=" + callback.receivedAt(), null);

        // then
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("callbacks").asInt()).isEqualTo(1);
        var link = made.json().path("url").asString();
        assertThat(link).matches("/shared/[A-Za-z0-9_-]{43}");
        var shown = client.get(link);
        assertThat(shown.text())
                .contains("shown by a link")
                .doesNotContain(other.id().toString(), "another time", "/api/");
        assertThat(shown.headers().getFirst("X-Robots-Tag")).isEqualTo("noindex");
        assertThat(shown.headers().getFirst("Referrer-Policy")).isEqualTo("no-referrer");

        // when
        var id = made.json().path("id").asString();
        var listed = client.get("/api/shares");
        var revoked = client.call("DELETE", "/api/shares/" + id, Map.of(), null);

        // then
        assertThat(listed.text()).contains(id).doesNotContain(link.substring("/shared/".length()));
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(client.get(link).status()).isEqualTo(404);
        assertThat(client.call("DELETE", "/api/shares/" + id, Map.of(), null).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'', host",
        "host=a.test&hours=0, hours",
        "host=a.test&hours=2161, hours",
        "host=a.test&since=2999-01-01T00:00:00Z, since",
        "host=a.test&since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z, until",
        "host=a.test&state=routed, state"
    })
    void aQuestionWithoutSenseIsNotShared(String query, String field) {
        // when
        var answer = client.post("/api/shares?" + query, null);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    @Test
    void whatIsTriedAgainTogetherIsStreamed() {
        // given
        var callback = recorded.received("bulk-stream.test", "x");
        var delivery =
                recorded.routed(callback, "bulk/stream", "shortcut", "erp").getFirst();
        recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("404"));
        try (var stream = client.follow("/api/callbacks/stream?host=bulk-stream.test")) {
            await().until(() -> stream.text().startsWith(":heartbeat"));

            // when
            client.post("/api/deliveries/retry?host=bulk-stream.test", null);
            steps().retries(100).block();

            // then
            await().untilAsserted(() ->
                    assertThat(stream.events()).anyMatch(data -> data.contains("\"state\":\"retrying\"")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=delivered", "perSecond=0", "limit=100001", "q=x"})
    void aWrongFilterTriesNothingAgain(String query) {
        // when
        var answer = client.post("/api/deliveries/retry?" + query, null);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void anOpenDeliveryIsCancelledOnce() {
        // given
        var callback = recorded.received("cancel.test", "x");
        var delivery = recorded.routed(callback, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();

        // when
        var first = client.post("/api/deliveries/" + delivery + "/cancel", "{}");
        var second = client.post("/api/deliveries/" + delivery + "/cancel", null);

        // then
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("state").asString()).isEqualTo("cancelled");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("detail").asString())
                .isEqualTo("the delivery is cancelled: there is nothing to cancel");
    }

    @Test
    void routesAreShownAsTheCatalogHasThem() {
        // when
        var list = client.get("/api/routes").json();
        var one = client.get("/api/routes/mingkyme/company-card").json();
        var none = client.get("/api/routes/mingkyme/other");

        // then
        assertThat(list.path("items").path(0)).isEqualTo(ROUTE);
        assertThat(one).isEqualTo(ROUTE);
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.json().path("detail").asString()).isEqualTo("there is no route mingkyme/other");
    }

    @Test
    void sendersAreNamedOrToldByTheirFingerprint() {
        // given
        var known = recorded.received("senders.test", "x");
        var delivery = recorded.routed(known, "mingkyme/company-card", "shortcut", "erp")
                .getFirst();
        recorded.attempted(delivery, answered(404, "gone"), new Verdict.GiveUp("404 from the receiver"));
        recorded.routed(recorded.received("senders.test", "y"), "mingkyme/company-card", "unknown", "erp");

        // when
        var senders = client.get("/api/senders?host=senders.test").json().path("items");

        // then
        assertThat(senders).hasSize(2);
        var named = senders.valueStream()
                .filter(sender -> sender.has("name"))
                .findFirst()
                .orElseThrow();
        assertThat(named.path("name").asString()).isEqualTo("shortcut");
        assertThat(named.path("callbacks").asLong()).isEqualTo(1);
        assertThat(named.path("failures").asLong()).isEqualTo(1);
        assertThat(named.path("firstSeen").asString())
                .isEqualTo(known.receivedAt().toString());
        assertThat(named.path("lastError").asString()).contains("404");
        assertThat(senders.valueStream().filter(sender -> sender.has("fingerprint")))
                .hasSize(1);
        assertThat(client.get("/api/senders?host=senders.test&since="
                                + Instant.now().plusSeconds(60))
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/callbacks?limit=0, limit",
        "/api/callbacks?cursor=x, cursor",
        "/api/callbacks?state=lost, state",
        "/api/callbacks?since=yesterday, since",
        "/api/callbacks?hots=x, hots",
        "/api/callbacks?q=%00, q",
        "/api/callbacks/x, id",
        "/api/callbacks/x/body, id",
        "/api/callbacks/stream?limit=5, limit",
        "/api/deliveries/x, id",
        "/api/routes?namespace=x, namespace",
        "/api/senders?since=x, since"
    })
    void whatIsWrongIsNamed(String path, String field) {
        // when
        var answer = client.get(path);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("detail").asString()).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/callbacks/%s", "/api/callbacks/%s/body", "/api/deliveries/%s", "/api/callback"})
    void whatIsNotThereIsToldInWords(String path) {
        // when
        var answer = client.get(path.formatted(UUID.randomUUID()));

        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().getFirst("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asString()).startsWith("there is no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/callbacks/%s/replay", "/api/deliveries/%s/retry", "/api/deliveries/%s/cancel"})
    void whatIsNotThereCannotBeChanged(String path) {
        // when
        var answer = client.post(path.formatted(UUID.randomUUID()), null);

        // then
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        // when
        var answer = client.call("DELETE", "/api/callbacks", Map.of(), null);

        // then
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().getAllow()).extracting(Object::toString).contains("GET");
        assertThat(answer.json().path("detail").asString()).startsWith("DELETE is not possible here, only GET");
    }

    @Test
    void onlyJsonIsTakenAsAReplay() {
        // given
        var first = recorded.received("json.test", "x");

        // when
        var form = client.call("POST", replay(first), Map.of("Content-Type", "text/plain"), "{}");
        var broken = client.post(replay(first), "{\"rules\": ");
        var wrong = client.post(replay(first), "{\"rules\": \"later\"}");

        // then
        assertThat(form.status()).isEqualTo(415);
        assertThat(broken.status()).isEqualTo(400);
        assertThat(wrong.json().path("field").asString()).isEqualTo("rules");
    }

    @Test
    void pagesOfOtherSitesAreKeptOut() {
        // given
        var first = recorded.received("csrf.test", "x");

        // when
        var rebound = client.call("GET", "/api/callbacks", Map.of("Host", "evil.example.com"), null);
        var forged = client.call("POST", replay(first), Map.of("Origin", "https://evil.example.com"), null);

        // then
        assertThat(rebound.status()).isEqualTo(421);
        assertThat(rebound.json().path("detail").asString()).contains("callbackers.console.allowed-hosts");
        assertThat(forged.status()).isEqualTo(403);
        assertThat(ids("host=csrf.test")).containsExactly(first.id());
    }

    @Test
    void probesReachTheManagementPortByAnyName() {
        // given
        var management = new Client(console.managementPort(), client.contract());

        // when
        var health = management.call("GET", "/actuator/health/liveness", Map.of("Host", "10.0.0.7"), null);

        // then
        assertThat(health.status()).isEqualTo(200);
    }

    @Test
    void changesAreStreamedAsTheyHappenInTheFormOfTheList() {
        // given
        try (var stream = client.follow("/api/callbacks/stream?host=stream.test")) {
            await().untilAsserted(() -> assertThat(stream.text()).startsWith(":heartbeat\n\n"));
            recorded.unrouted(recorded.received("elsewhere.test", "x"));

            // when
            var callback = recorded.received("stream.test", "승인");
            recorded.unrouted(callback);

            // then
            await().untilAsserted(() ->
                    assertThat(stream.events()).anyMatch(data -> data.contains("\"state\":\"unrouted\"")));
            assertThat(stream.events())
                    .allSatisfy(data -> assertThat(client.contract().faults("ListedCallback", data))
                            .isEmpty())
                    .allMatch(data -> data.contains(callback.id().toString()));
            assertThat(stream.text()).contains("id:" + callback.id() + "\nevent:callback\ndata:{");
        }
    }

    @Test
    void aConnectionGoesOnAfterARequestThatWaitedForAnother() throws Exception {
        // given
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            socket.setSoTimeout(10_000);
            var answers = socket.getInputStream();

            // when
            write(socket, get("/api/callbacks?limit=1") + get("/"));
            readAnswer(answers);
            readAnswer(answers);
            write(socket, get("/"));

            // then
            assertThat(readAnswer(answers)).startsWith("HTTP/1.1 200");
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static void write(Socket socket, String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    }

    /** The head; the body is read too. */
    private static String readAnswer(InputStream answers) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) answers.read());
        }
        var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        answers.readNBytes(Integer.parseInt(length.group(1)));
        return head.toString();
    }

    @Test
    void anOpenStreamDoesNotHoldUpTheEnd() {
        // given
        var other = RunningConsole.start(database, broker, new OneRoute(ROUTE));
        try (var stream = new Client(other.port(), client.contract()).follow("/api/callbacks/stream")) {
            await().untilAsserted(() -> assertThat(stream.text()).startsWith(":heartbeat"));

            // when
            var start = System.nanoTime();
            other.close();

            // then
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
            assertThat(stream.ended()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    private static String draft(String host, String rule, String url) {
        return """
                {"apiVersion": "callbackers.com/v1alpha1", "kind": "CallbackRoute",
                 "metadata": {"name": "draft", "namespace": "mingkyme"},
                 "spec": {"hosts": ["%s"],
                          "senders": [{"name": "team-a", "when": "'x-team' in request.headers"}],
                          "rules": [{"name": "%s", "when": "text.contains('ok')", "actions": [
                            {"name": "erp", "type": "Forward", "forward": {"url": "%s", "pathMode": "Replace"}}]}]}}
                """.formatted(host, rule, url);
    }

    @Test
    void aPreviewShowsWhatWouldBeDoneBesideWhatWasDone() {
        // given
        var host = "preview.example.com";
        var same = recorded.received(host, "ok, the same");
        recorded.routed(same, "mingkyme/draft", "team-a", "erp");
        var matched = recorded.received(host, "ok, now it fits");
        recorded.unrouted(matched);
        var lost = recorded.received(host, "nothing fits now");
        recorded.routed(lost, "mingkyme/draft", "team-a", "erp");
        var changed = recorded.received(host, "ok, but sent elsewhere too");
        recorded.routed(changed, "mingkyme/draft", "team-a", "erp", "team");
        var body = "{\"route\": %s}".formatted(draft(host, "approvals", "https://erp.example.com/card"));

        // when
        var answer = client.post("/api/preview", body);

        // then
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var items = answer.json().path("items");
        assertThat(items.valueStream()
                        .map(item -> item.at("/callback/id").asString() + " "
                                + item.path("change").asString()))
                .containsExactly(
                        changed.id() + " changed", lost.id() + " lost", matched.id() + " matched", same.id() + " same");
        assertThat(answer.json().path("counts").toString())
                .isEqualTo("{\"same\":1,\"matched\":1,\"lost\":1,\"changed\":1}");
        assertThat(items.at("/2/would/fate/deliveries/0/request/url").asString())
                .isEqualTo("https://erp.example.com/card?kind=sms&x=1");
        assertThat(items.at("/1/would/fate/reason").asString()).isEqualTo("no rule fitted");
    }

    @Test
    void aPreviewNoticesThatTheSameIsSentToAnotherUrl() {
        // given
        var host = "moved.example.com";
        var callback = recorded.append(Recorded.callback(host, null, "ok"), null);
        var delivery =
                recorded.routed(callback, "mingkyme/draft", "team-a", "erp").getFirst();
        recorded.attempted(delivery, answered(200, "ok"), new Verdict.Done());

        // when
        var there = client.post(
                "/api/preview", "{\"route\": %s}".formatted(draft(host, "approvals", "https://erp.example.com/card")));
        var elsewhere = client.post(
                "/api/preview", "{\"route\": %s}".formatted(draft(host, "approvals", "https://erp.example.com/new")));

        // then
        assertThat(there.json().at("/items/0/change").asString()).isEqualTo("same");
        assertThat(elsewhere.json().at("/items/0/change").asString()).isEqualTo("changed");
    }

    private static final String CARD = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card, namespace: mingkyme}
                spec:
                  let: [{name: amount, value: "regex.extract(text, '([0-9,]+)원').orValue('?')"}]
                  senders: [{name: bank, verify: {type: GitHub, secretRef: {name: hooks, key: bank}}}]
                  rules:
                  - name: all
                    actions:
                    - name: team
                      type: Slack
                      slack: {webhookUrlSecretRef: {name: slack, key: team}, text: "{{ amount }} · {{ sender }}"}
                """;

    @Test
    void anExampleShowsTheExactRequestAndNoSecret() {
        // given
        var body = JsonMapper.shared().createObjectNode().put("route", CARD);
        body.putObject("example").put("body", "승인 45,300원").put("sender", "bank");

        // when
        var answer = client.post("/api/preview", body.toString());

        // then
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var delivery = answer.json().at("/items/0/would/fate/deliveries/0");
        assertThat(delivery.at("/request/body").asString()).isEqualTo("{\"text\":\"45,300 · bank\"}");
        assertThat(delivery.at("/request/url").asString()).isEqualTo("•••");
        assertThat(answer.json().at("/hosts/0").asString()).isEqualTo("mingkyme.callbackers.com");
        assertThat(answer.text()).doesNotContain("secret.invalid");
    }

    @Test
    void aPreviewTellsWhatIsWrongWhereItStands() {
        // given
        var yaml = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: card, namespace: mingkyme}
                spec:
                  rules:
                  - name: all
                    when: "text.contain('x')"
                    actions:
                    - {name: erp, type: Forward, forward: {url: "ftp://erp"}}
                """;
        var body = JsonMapper.shared().createObjectNode().put("route", yaml).toString();

        // when
        var answer = client.post("/api/preview", body);

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json()
                        .path("problems")
                        .valueStream()
                        .map(problem -> problem.path("field").asString() + " "
                                + problem.path("line").asInt()))
                .containsExactly("spec.rules[0].when 7", "spec.rules[0].actions[0].forward.url 9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                               | route
            {"route": 3}                                     | route
            {"route": {}, "limit": 0}                        | limit
            {"route": {}, "since": "yesterday"}              | since
            {"route": {}, "since": "-0500-01-01T00:00:00Z"}  | since
            {"route": {}, "callback": "1-1-1-1-1"}           | callback
            {"route": {}, "callback": "1"}                   | callback
            {"route": {}, "example": {"heders": []}}         | example.heders
            {"route": {}, "example": {"headers": ["a"]}}     | example.headers
            {"route": {}, "what": 1}                         | what
            """)
    void aPreviewThatCannotBeIsRefused(String body, String field) {
        // when
        var answer = client.post("/api/preview", body);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    @Test
    void aRecordedCallbackCanBeTried() {
        // given
        var callback = recorded.received("elsewhere.example.com", "ok");
        var body = "{\"callback\": \"%s\", \"route\": %s}"
                .formatted(callback.id(), draft("other.example.com", "all", "https://erp.example.com/"));

        // when
        var answer = client.post("/api/preview", body);

        // then
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json()
                        .at("/items/0/would/fate/deliveries/0/request/body")
                        .asString())
                .isEqualTo("ok");
    }

    @Test
    void aRouteIsSavedAsJsonAndAsYaml() {
        // when
        var asJson = client.call(
                "PUT",
                "/api/routes/mingkyme/draft",
                Map.of("Content-Type", "application/json"),
                draft("saved.example.com", "all", "https://erp.example.com/"));
        var asYaml = client.call("PUT", "/api/routes/mingkyme/card", Map.of("Content-Type", "application/yaml"), CARD);

        // then
        assertThat(asJson.status()).as(asJson.text()).isEqualTo(200);
        assertThat(asYaml.status()).as(asYaml.text()).isEqualTo(200);
        assertThat(asYaml.json().at("/spec/rules/0/actions/0/slack/text").asString())
                .isEqualTo("{{ amount }} · {{ sender }}");
    }

    @Test
    void theDefaultNamespaceMayBeLeftOutOfARoute() {
        // given
        var json = draft("saved.example.com", "all", "https://erp.example.com/")
                .replace(", \"namespace\": \"mingkyme\"", "");

        // when
        var answer = client.call("PUT", "/api/routes/default/draft", Map.of("Content-Type", "application/json"), json);

        // then
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/metadata/namespace").asString()).isEqualTo("default");
    }

    @Test
    void aRouteWithAFieldTwiceIsNotSaved() {
        // given
        var json = draft("saved.example.com", "all", "https://erp.example.com/")
                .replace("\"spec\"", "\"spec\": {}, \"spec\"");

        // when
        var answer = client.call("PUT", "/api/routes/mingkyme/draft", Map.of("Content-Type", "application/json"), json);

        // then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aRouteIsSavedUnderItsOwnNameOnly() {
        // when
        var answer = client.call(
                "PUT",
                "/api/routes/mingkyme/other",
                Map.of("Content-Type", "application/json"),
                draft("saved.example.com", "all", "https://erp.example.com/"));

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo("metadata.name");
    }

    private static void listen(RabbitWorkQueue queue, Work work, List<UUID> announced) {
        queue.listen(work, ids -> {
            announced.addAll(ids);
            return CompletableFuture.completedFuture(null);
        });
    }

    private List<UUID> ids(String query) {
        return client.get("/api/callbacks?" + query)
                .json()
                .path("items")
                .valueStream()
                .map(item -> UUID.fromString(item.path("id").asString()))
                .toList();
    }

    private Callbacks.Whole whole(UUID id) {
        return Optional.ofNullable(callbacks.find(id).block())
                .flatMap(found -> found)
                .orElseThrow();
    }

    private static String replay(Callback first) {
        return "/api/callbacks/" + first.id() + "/replay";
    }

    private static UUID id(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return UUID.fromString(answer.json().path("id").asString());
    }

    private static Answered answered(int status, String body) {
        return new Answered(status, List.of(), body.getBytes(StandardCharsets.UTF_8), false, new Timings(10L, 20L, 30));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record OneRoute(JsonNode route) implements Catalog {

        @Override
        public List<JsonNode> destinations() {
            return List.of(DESTINATION);
        }

        @Override
        public Optional<JsonNode> destination(String namespace, String name) {
            return Optional.of(DESTINATION).filter(there -> "mingkyme/erp".equals(namespace + "/" + name));
        }

        @Override
        public List<JsonNode> routes() {
            return List.of(route);
        }

        @Override
        public Optional<JsonNode> route(String namespace, String name) {
            return routes().stream()
                    .filter(each -> each.at("/metadata/namespace").asString().equals(namespace)
                            && each.at("/metadata/name").asString().equals(name))
                    .findFirst();
        }
    }
}

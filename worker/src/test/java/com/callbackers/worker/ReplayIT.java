package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Batches.Plan;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Tenants;
import com.callbackers.worker.WorkerUnderTest.Tenant;
import com.callbackers.worker.routes.Routes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static WorkerUnderTest worker;

    @BeforeAll
    static void start(@TempDir Path folder) {
        worker = new WorkerUnderTest(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
    }

    @Test
    void goesByTheRulesOfThenOrOfNow() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(rules(receiver.url("/then"), "erp"));
            var callback = worker.receive(tenant, "hello");
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            change(tenant, rules(receiver.url("/now"), "erp"));
            // when
            var then = worker.replay(callback, Rules.THEN, List.of(), List.of());
            var now = worker.replay(callback, Rules.NOW, List.of(), List.of());
            // then
            worker.awaitDelivery(then, DeliveryState.DELIVERED);
            worker.awaitDelivery(now, DeliveryState.DELIVERED);
            assertThat(urls(then)).containsExactly(receiver.url("/then/card"));
            assertThat(urls(now)).containsExactly(receiver.url("/now/card"));
        }
    }

    @Test
    void doesOnlyTheActionsAskedFor() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(rules(receiver.url("/"), "one") + rule(receiver.url("/two"), "two"));
            var callback = worker.receive(tenant, "hello");
            await().until(() -> worker.look(callback).attempts().size() == 2);
            // when
            var replay = worker.replay(callback, Rules.NOW, List.of("two"), List.of());
            var nothing = worker.replay(callback, Rules.NOW, List.of("three"), List.of());
            // then
            worker.awaitDelivery(replay, DeliveryState.DELIVERED);
            assertThat(urls(replay)).containsExactly(receiver.url("/two/card"));
            awaitState(nothing, CallbackState.UNROUTED);
            assertThat(worker.look(nothing).entry().reason()).isEqualTo("none of the actions asked for was to be done");
        }
    }

    @Test
    void doesAnActionThatItBringsAlong() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant =
                    worker.tenant("let:\n- {name: amount, value: 'size(text)'}\n" + rules(receiver.url("/"), "erp"));
            var callback = worker.receive(tenant, "hello");
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            var action = """
                    {"name": "extra", "type": "Forward", "forward": {"url": "%s", "body": "{{ amount }} of {{ sender }}"}}
                    """.formatted(receiver.url("/extra"));
            // when
            var replay = worker.replay(callback, Rules.NOW, List.of(), List.of(action, "{\"name\": 3}"));
            // then
            var whole = worker.awaitDelivery(replay, DeliveryState.DELIVERED);
            assertThat(whole.entry().deliveries().getFirst().rule()).isEqualTo("replay");
            assertThat(receiver.requests().getLast())
                    .startsWith("POST /extra/card ")
                    .endsWith("\r\n\r\n5 of unknown");
            assertThat(whole.decision()).contains("replay: ");
        }
    }

    @Test
    void triesADestinationOfTheRoutesNamespace() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant =
                    worker.tenant("""
                    ---
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackDestination
                    metadata: {name: erp, namespace: NAMESPACE}
                    spec: {type: Http, http: {url: "%s"}}
                    """.formatted(receiver.url("/destination")), rules(receiver.url("/rule"), "erp"));
            // when
            var trial = worker.trial(tenant.host(), "{}", """
                    {"name":"test","destinationRef":{"name":"erp"},"type":"Forward","forward":{"pathMode":"Replace"}}
                    """);
            // then
            var whole = worker.awaitDelivery(trial, DeliveryState.DELIVERED);
            assertThat(urls(trial)).containsExactly(receiver.url("/destination"));
            assertThat(whole.entry().deliveries().getFirst().destination()).isEqualTo("erp");
        }
    }

    @Test
    void doesWhatIsPlannedTogether() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(rules(receiver.url("/"), "erp"));
            var callback = worker.receive(tenant, "hello");
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            var filter = new Callbacks.Filter(Tenants.ALL, tenant.host(), null, null, null, null, null, null, null);
            var how = new Replay(null, Rules.NOW, List.of(), List.of(), null);
            // when
            var planned = worker.batches()
                    .replay(filter, how, new Plan("", 10, 100, null))
                    .block();
            // then
            assertThat(planned).isNotNull();
            await().until(() -> receiver.requests().size() == 2);
            await().until(() -> worker.look(callback).replays().size() == 1);
        }
    }

    @Test
    void doesAnActionThatItBringsAlongWhereNoRouteIs() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var callback = worker.receive(
                    CallbacksUnderTest.post("/").host("nobody.example").build());
            awaitState(callback, CallbackState.UNROUTED);
            var action = "{\"name\": \"extra\", \"type\": \"Forward\", \"forward\": {\"url\": \"%s\"}}"
                    .formatted(receiver.url("/extra"));
            // when
            var replay = worker.replay(callback, Rules.NOW, List.of(), List.of(action));
            // then
            worker.awaitDelivery(replay, DeliveryState.DELIVERED);
        }
    }

    @Test
    void saysWhenNothingHadDecidedThen() {
        // given
        var callback = worker.receive(
                CallbacksUnderTest.post("/").host("nobody.example").build());
        awaitState(callback, CallbackState.UNROUTED);
        // when
        var replay = worker.replay(callback, Rules.THEN, List.of(), List.of());
        // then
        awaitState(replay, CallbackState.UNROUTED);
        assertThat(worker.look(replay).entry().reason())
                .isEqualTo("no route decided the callback " + callback.id() + " that this one repeats");
    }

    private static void change(Tenant tenant, String rules) {
        var routes = worker.bean(Routes.class);
        var before = routes.table().named(tenant.route()).orElseThrow().generation();
        worker.write(tenant, "", rules);
        await().until(() -> routes.table().named(tenant.route()).orElseThrow().generation() > before);
    }

    private static void awaitState(Callback callback, CallbackState state) {
        await().until(() -> worker.look(callback).entry().state() == state);
    }

    private static List<String> urls(Callback callback) {
        return worker.look(callback).attempts().stream()
                .map(attempt -> String.valueOf(attempt.url()))
                .toList();
    }

    private static String rules(String url, String action) {
        return "rules:\n" + rule(url, action);
    }

    private static String rule(String url, String action) {
        return """
                - name: rule-%s
                  actions:
                  - name: %s
                    type: Forward
                    forward: {url: "%s"}
                """.formatted(action, action, url);
    }
}

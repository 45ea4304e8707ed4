package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Callbacks;
import com.callbackers.worker.routes.Bundle;
import com.callbackers.worker.routes.Routes;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kubernetes")
class WorkerInKubernetesIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final KubernetesUnderTest kubernetes = new KubernetesUnderTest();
    private final RawServer receiver = RawServer.answering(OK);

    @AfterEach
    void close() throws IOException {
        receiver.close();
        kubernetes.close();
    }

    /** A route of its own namespace and host, which forwards to a path. */
    private Secret route(String name, long generation, String path) {
        return Bundle.of(generation, """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: route, namespace: %s}
                spec:
                  rules:
                  - name: all
                    actions:
                    - {name: erp, type: Forward, forward: {url: "%s", pathMode: Replace}}
                """.formatted(name, receiver.url(path)));
    }

    private static Callback to(String name, int number) {
        return CallbacksUnderTest.post("/")
                .host(name + ".example.com")
                .body(Integer.toString(number))
                .build();
    }

    private static void awaitGeneration(WorkerUnderTest worker, String route, long generation) {
        await().until(() -> worker.bean(Routes.class)
                .table()
                .named(route)
                .filter(known -> known.generation() == generation)
                .isPresent());
    }

    private static List<String> urls(WorkerUnderTest worker, Callback callback) {
        return worker.look(callback).attempts().stream()
                .map(attempt -> attempt.url())
                .toList();
    }

    @Test
    void decidesAndDeliversByACompiledRoute() throws IOException {
        // given
        kubernetes.write(route("acme", 3, "/hooks"));
        try (var worker = WorkerUnderTest.in(kubernetes, true)) {
            // when
            var callback = worker.receive(to("acme", 1));

            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(whole.entry().route()).isEqualTo("acme/route");
            assertThat(whole.entry().generation()).isEqualTo(3);
            assertThat(urls(worker, callback)).containsExactly(receiver.url("/hooks"));
            assertThat(kubernetes.reported("routes-version")).isNotEmpty();
        }
    }

    @Test
    void noCallbackIsMisroutedWhileRoutesChange() throws Exception {
        // given
        kubernetes.write(route("one", 1, "/one/1"));
        kubernetes.write(route("two", 1, "/two/1"));
        try (var worker = WorkerUnderTest.in(kubernetes, true)) {
            var sent = new ArrayList<Callback>();
            var sending = Thread.ofVirtual().start(() -> IntStream.range(0, 400)
                    .forEach(i -> sent.add(worker.receive(to(i % 2 == 0 ? "one" : "two", i)))));

            // when
            for (int generation = 2; sending.isAlive(); generation++) {
                kubernetes.write(route("one", generation, "/one/" + generation));
                kubernetes.write(route("two", generation, "/two/" + generation));
                kubernetes.write(route("other-" + generation, 1, "/other"));
            }
            sending.join();

            // then
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sent.stream().allMatch(callback -> isDelivered(worker.look(callback))));
            var generations = new HashSet<Long>();
            for (var callback : sent) {
                var entry = worker.look(callback).entry();
                var name = callback.host().substring(0, 3);
                assertThat(entry.route()).isEqualTo(name + "/route");
                assertThat(urls(worker, callback)).containsExactly(receiver.url("/" + name + "/" + entry.generation()));
                generations.add(entry.generation());
            }
            assertThat(generations).hasSizeGreaterThan(3);
        }
    }

    private static boolean isDelivered(Callbacks.Whole whole) {
        return whole.entry().deliveries().stream().anyMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    @Test
    void decidesNothingBeforeTheRoutesAreRead() throws IOException {
        // given
        kubernetes.write(route("acme", 1, "/hooks"));
        kubernetes.goAway();
        try (var worker = WorkerUnderTest.in(kubernetes, false)) {
            var callback = worker.receive(to("acme", 1));
            assertThat(worker.isReady()).isFalse();
            assertThat(worker.look(callback).entry().state()).isEqualTo(CallbackState.RECEIVED);

            // when
            kubernetes.comeBack();

            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            await().until(worker::isReady);
        }
    }

    @Test
    void goesOnWithWhatItHasWhileTheApiIsAway() throws IOException {
        // given
        kubernetes.write(route("acme", 1, "/hooks"));
        try (var worker = WorkerUnderTest.in(kubernetes, true)) {
            kubernetes.goAway();

            // when
            var callback = worker.receive(to("acme", 1));

            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(worker.isReady()).isTrue();
        }
    }

    @Test
    void rulesOfARouteThatWasMadeAnewAreNotMixedUp() throws IOException {
        // given
        var first = kubernetes.write(route("acme", 1, "/first"));
        try (var worker = WorkerUnderTest.in(kubernetes, true)) {
            var then = worker.receive(to("acme", 1));
            worker.awaitDelivery(then, DeliveryState.DELIVERED);

            // when
            kubernetes.delete(first.getMetadata().getName());
            kubernetes.write(route("acme", 1, "/second"));
            awaitGeneration(worker, "acme/route", 2);
            var now = worker.receive(to("acme", 2));
            var again = worker.replay(then, Rules.THEN, List.of(), List.of());

            // then
            assertThat(worker.awaitDelivery(now, DeliveryState.DELIVERED)
                            .entry()
                            .generation())
                    .isEqualTo(2);
            worker.awaitDelivery(again, DeliveryState.DELIVERED);
            assertThat(urls(worker, now)).containsExactly(receiver.url("/second"));
            assertThat(urls(worker, again)).containsExactly(receiver.url("/first"));
        }
    }

    @Test
    void aReplaysOwnActionReachesTheSecretsOfItsRouteOnly() throws IOException {
        // given
        kubernetes.write(route("acme", 1, "/hooks"));
        kubernetes.write(Bundle.of(1, """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: other, namespace: acme}
                spec:
                  hosts: [other]
                  rules:
                  - name: all
                    actions:
                    - {name: team, type: Slack, slack: {text: hi, webhookUrlSecretRef: {name: slack, key: team}}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: slack, namespace: acme}
                stringData: {team: "%s"}
                """.formatted(receiver.url("/slack"))));
        try (var worker = WorkerUnderTest.in(kubernetes, true)) {
            var action = """
                    {"name": "x", "type": "Slack", "slack": {"text": "x", "webhookUrlSecretRef": {"name": "slack", "key": "team"}}}
                    """;
            var other = worker.receive(
                    CallbacksUnderTest.post("/").host("other.example.com").build());
            worker.awaitDelivery(other, DeliveryState.DELIVERED);
            var callback = worker.receive(to("acme", 1));
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);

            // when
            var allowed = worker.replay(other, Rules.NOW, List.of(), List.of(action));
            var refused = worker.replay(callback, Rules.NOW, List.of(), List.of(action));

            // then
            await().untilAsserted(() ->
                    assertThat(worker.look(allowed).entry().deliveries()).hasSize(1));
            await().untilAsserted(() -> assertThat(worker.look(refused).decision())
                    .contains("there is no Secret 'slack' in namespace acme"));
        }
    }
}

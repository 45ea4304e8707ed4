package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.CallbackState;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.callback.Header;
import com.callbackers.delivery.DeliveryState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String BROKEN = "HTTP/1.1 500 Oh\r\nContent-Length: 4\r\n\r\nsick";

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
    void deliversWhatArrivedByteForByte() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/hooks")));
            var callback = CallbacksUnderTest.post("/card//%2F")
                    .host(tenant.host())
                    .query("a=1&a=2")
                    .header("X-First", "1")
                    .header("x-second", "2")
                    .header("X-First", "3")
                    .body(new byte[] {0, (byte) 0xFE, 'x'})
                    .build();
            // when
            worker.receive(callback);
            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(receiver.requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST /hooks/card//%2F?a=1&a=2 HTTP/1.1\r\nhost: 127.0.0.1:" + receiver.port() + "\r\n")
                    .contains("X-First: 1\r\nx-second: 2\r\nX-First: 3\r\n")
                    .endsWith("\r\n\r\n\0\u00fex");
            assertThat(whole.entry().state()).isEqualTo(CallbackState.ROUTED);
            assertThat(whole.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.number()).isEqualTo(1);
                assertThat(attempt.method()).isEqualTo("POST");
                assertThat(attempt.url()).isEqualTo(receiver.url("/hooks/card//%2F?a=1&a=2"));
                assertThat(attempt.sentHeaders())
                        .contains(new Header("X-First", "3"), new Header("content-length", "3"));
                assertThat(attempt.sentBody()).isNull();
                assertThat(attempt.status()).isEqualTo(200);
                assertThat(attempt.body()).asString().isEqualTo("ok");
                assertThat(attempt.totalMillis()).isNotNull();
                assertThat(attempt.error()).isNull();
            });
        }
    }

    @Test
    void triesAgainWhenTheReceiverFails() throws IOException {
        var failures = new AtomicInteger(2);
        try (var receiver = new RawServer(
                (request, socket) -> RawServer.write(socket, failures.getAndDecrement() > 0 ? BROKEN : OK))) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/"), "schedule: [100ms, 100ms, 100ms]"));
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(whole.attempts()).extracting(a -> a.status()).containsExactly(500, 500, 200);
            assertThat(whole.attempts()).extracting(a -> a.number()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void givesUpAtTheEndOfTheSchedule() throws IOException {
        try (var receiver = RawServer.answering(BROKEN)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/"), "schedule: [100ms]"));
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.EXHAUSTED);
            assertThat(whole.attempts()).hasSize(2);
        }
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() throws IOException {
        var first = new AtomicInteger();
        try (var receiver = new RawServer((request, socket) -> RawServer.write(
                socket,
                first.getAndIncrement() == 0
                        ? "HTTP/1.1 429 Slow\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"
                        : OK))) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/"), "schedule: [100ms, 100ms]"));
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var attempts =
                    worker.awaitDelivery(callback, DeliveryState.DELIVERED).attempts();
            assertThat(Duration.between(
                            attempts.getFirst().at(), attempts.getLast().at()))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(8));
        }
    }

    @Test
    void recordsThatTheReceiverHangs() throws IOException {
        try (var receiver = new RawServer((request, socket) -> {})) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/"), "schedule: [1h], timeout: 300ms"));
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.RETRYING);
            assertThat(whole.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.error()).isEqualTo("no answer within 0.3 s");
                assertThat(attempt.status()).isNull();
                assertThat(attempt.connectMillis()).isNotNull();
            });
        }
    }

    @Test
    void recordsThatNobodyListens() throws IOException {
        // given
        int port;
        try (var gone = RawServer.answering(OK)) {
            port = gone.port();
        }
        var tenant = worker.tenant(forward("http://127.0.0.1:" + port + "/"));
        // when
        var callback = worker.receive(tenant, "hello");
        // then
        var whole = worker.awaitDelivery(callback, DeliveryState.RETRYING);
        assertThat(whole.attempts().getFirst().error()).isEqualTo("127.0.0.1:" + port + " refused the connection");
    }

    @Test
    void keepsTheFirst64KiBOfAnAnswerWithoutEnd() throws IOException {
        try (var receiver = new RawServer((request, socket) -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                RawServer.write(socket, "x".repeat(10_000));
            }
        })) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/")));
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(whole.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.body()).hasSize(64 * 1024);
                assertThat(attempt.truncated()).isTrue();
            });
        }
    }

    @Test
    void doesNotLetOneDestinationHoldUpAnother() throws IOException {
        try (var hanging = new RawServer((request, socket) -> {});
                var quick = RawServer.answering(OK)) {
            // given
            var stuck = worker.tenant(forward(hanging.url("/"), "timeout: 5s"));
            var tenant = worker.tenant(forward(quick.url("/")));
            IntStream.range(0, 200).forEach(i -> worker.receive(stuck, "stuck"));
            await().until(() -> hanging.connections() >= 10);
            // when
            var start = System.nanoTime();
            var callback = worker.receive(tenant, "hello");
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void doesNotLetATenantOfManyDestinationsHoldUpAnother() throws IOException {
        var hanging = new ArrayList<RawServer>();
        try (var quick = RawServer.answering(OK)) {
            // given
            for (int i = 0; i < 60; i++) {
                hanging.add(new RawServer((request, socket) -> {}));
            }
            var rules = hanging.stream()
                    .map(server -> forward(server.url("/"), "timeout: 5s")
                            .replace("rules:\n- name: all", "- name: rule-" + server.port()))
                    .collect(Collectors.joining());
            var crowd = worker.tenant("rules:\n" + rules);
            IntStream.range(0, 10).forEach(n -> worker.receive(crowd, "stuck"));
            await().until(() ->
                    hanging.stream().mapToInt(RawServer::connections).sum() >= 256);
            var tenant = worker.tenant(forward(quick.url("/")));
            // when
            var start = System.nanoTime();
            var callback = worker.receive(tenant, "hello");
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        } finally {
            for (var server : hanging) {
                server.close();
            }
        }
    }

    @Test
    void sendsNoMoreAtOnceThanTheDestinationTakesAndLosesNothing() throws IOException {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        try (var receiver = new RawServer((request, socket) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            pause(Duration.ofMillis(400));
            atOnce.decrementAndGet();
            RawServer.write(socket, OK);
        })) {
            // given
            var tenant = worker.tenant(destination("concurrency: 2", receiver.url("/")), toDestination());
            // when
            var callbacks = IntStream.range(0, 20)
                    .mapToObj(i -> worker.receive(tenant, "hello"))
                    .toList();
            // then
            callbacks.forEach(callback -> worker.awaitDelivery(callback, DeliveryState.DELIVERED));
            assertThat(most).hasValue(2);
            assertThat(receiver.requests()).hasSize(20);
            assertThat(callbacks)
                    .allSatisfy(callback ->
                            assertThat(worker.look(callback).attempts()).hasSize(1));
        }
    }

    @Test
    void holdsWhatIsForASuspendedDestinationUntilThatIsLifted() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(destination("suspend: true", receiver.url("/")), toDestination());
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var whole = worker.awaitDelivery(callback, DeliveryState.WAITING);
            assertThat(whole.entry().deliveries().getFirst().reason()).contains("is suspended");
            assertThat(whole.attempts()).isEmpty();
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void actsOnWhatASuspendedRouteHeldBackOnceItIsLifted() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant("suspend: true\n" + forward(receiver.url("/")));
            var callback = worker.receive(tenant, "hello");
            await().until(() -> worker.look(callback).entry().state() == CallbackState.SUSPENDED);
            // when
            worker.write(tenant, "", forward(receiver.url("/")));
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
        }
    }

    @Test
    void recordsNoSecret() throws IOException {
        try (var receiver = new RawServer((request, socket) -> {
            var body = "you said t0p-secret and " + request.substring(5, 30);
            RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        })) {
            // given
            var tenant = worker.tenant("""
                    ---
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: keys, namespace: NAMESPACE}
                    stringData: {token: t0p-secret}
                    ---
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackDestination
                    metadata: {name: erp, namespace: NAMESPACE}
                    spec:
                      type: Http
                      http:
                        url: %s
                        auth: {type: Bearer, secretRef: {name: keys, key: token}}
                    """.formatted(receiver.url("/")), toDestination());
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            var attempt = worker.awaitDelivery(callback, DeliveryState.DELIVERED)
                    .attempts()
                    .getFirst();
            assertThat(receiver.requests().getFirst()).contains("Bearer t0p-secret");
            assertThat(attempt.sentHeaders()).contains(new Header("authorization", "•••"));
            assertThat(attempt.body()).asString().contains("you said •••").doesNotContain("t0p-secret");
        }
    }

    @Test
    void decidesTheOthersOfABatchWhenOneHasNoRoute() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/")));
            // when
            var lost = worker.receive(
                    CallbacksUnderTest.post("/").host("nobody.example").build());
            var callback = worker.receive(tenant, "hello");
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            await().untilAsserted(() ->
                    assertThat(worker.look(lost).entry().reason()).isEqualTo("no route for host nobody.example"));
        }
    }

    private static String forward(String url) {
        return forward(url, "timeout: 10s");
    }

    private static String forward(String url, String retry) {
        return """
                rules:
                - name: all
                  actions:
                  - name: erp
                    type: Forward
                    forward: {url: "%s"}
                    retry: {jitterPercent: 0, %s}
                """.formatted(url, retry);
    }

    private static String destination(String spec, String url) {
        return """
                ---
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackDestination
                metadata: {name: erp, namespace: NAMESPACE}
                spec:
                  type: Http
                  http: {url: "%s"}
                  %s
                """.formatted(url, spec);
    }

    private static String toDestination() {
        return """
                rules:
                - name: all
                  actions:
                  - name: erp
                    type: Forward
                    destinationRef: {name: erp}
                """;
    }

    private static void pause(Duration duration) {
        try {
            var never = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(never).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

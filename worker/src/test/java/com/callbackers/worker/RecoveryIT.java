package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.delivery.DeliveryState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between two steps, and that nothing is lost by it. */
class RecoveryIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Path folder;

    RecoveryIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void completesWhatAWorkerLeftBetweenClaimAndRecord() throws IOException {
        try (var worker = new WorkerUnderTest(folder)) {
            // given a delivery that another worker claimed before it died
            var tenant = worker.tenant(forward("http://127.0.0.1:1/", "[500ms, 100ms, 1h]"));
            var callback = worker.receive(tenant, "hello");
            worker.awaitDelivery(callback, DeliveryState.RETRYING);
            worker.stop();
            var delivery = worker.look(callback).entry().deliveries().getFirst().id();
            await().until(() -> !worker.claim(delivery, Duration.ofSeconds(1)).isEmpty());
            // when
            worker.startAgain();
            // then the lost attempt is noted, and another one is made
            await().untilAsserted(() -> assertThat(worker.look(callback).attempts())
                    .extracting(attempt -> attempt.error())
                    .containsExactly(
                            "127.0.0.1:1 refused the connection",
                            "the worker ended before it recorded what came of this attempt",
                            "127.0.0.1:1 refused the connection"));
        }
    }

    @Test
    void actsWithoutAnyMessage() throws IOException {
        try (var receiver = RawServer.answering(OK);
                var worker = new WorkerUnderTest(folder)) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/"), "[1h]"));
            worker.loseAnnouncements();
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
        }
    }

    @Test
    void startsAndActsWhileTheBrokerIsAway() throws IOException {
        try (var receiver = RawServer.answering(OK);
                var worker = new WorkerUnderTest(folder, Map.of("spring.rabbitmq.addresses", "amqp://127.0.0.1:1"))) {
            // given
            var tenant = worker.tenant(forward(receiver.url("/"), "[1h]"));
            // when
            var callback = worker.receive(tenant, "hello");
            // then
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void finishesWhatIsInHandWhenItIsStopped() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        try (var receiver = new RawServer((request, socket) -> {
            asked.countDown();
            hold(answer);
            RawServer.write(socket, OK);
        })) {
            var worker = new WorkerUnderTest(folder);
            try (worker) {
                // given
                var tenant = worker.tenant(forward(receiver.url("/"), "[1h]"));
                var callback = worker.receive(tenant, "hello");
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                // when
                var stopping = Thread.ofVirtual().start(worker::stop);
                answer.countDown();
                stopping.join();
                // then
                worker.awaitDelivery(callback, DeliveryState.DELIVERED);
                assertThat(worker.look(callback).attempts()).hasSize(1);
            }
        }
    }

    @Test
    void waitsForTheDatabase() throws IOException {
        try (var receiver = RawServer.answering(OK);
                var worker = WorkerUnderTest.withoutDatabase(folder)) {
            // given
            assertThat(worker.isReady()).isFalse();
            // when
            worker.openDatabase();
            // then
            await().atMost(Duration.ofSeconds(20)).until(worker::isReady);
            var tenant = worker.tenant(forward(receiver.url("/"), "[1h]"));
            var callback = worker.receive(tenant, "hello");
            worker.awaitDelivery(callback, DeliveryState.DELIVERED);
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String forward(String url, String schedule) {
        return """
                rules:
                - name: all
                  actions:
                  - name: erp
                    type: Forward
                    forward: {url: "%s"}
                    retry: {jitterPercent: 0, schedule: %s}
                """.formatted(url, schedule);
    }
}

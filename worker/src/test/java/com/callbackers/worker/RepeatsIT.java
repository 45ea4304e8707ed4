package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.worker.WorkerUnderTest.Tenant;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;

class RepeatsIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static WorkerUnderTest worker;

    private static final AtomicInteger TESTS = new AtomicInteger();

    /** No two callbacks of these tests arrive in the same millisecond. */
    private final Instant start = Instant.now().plus(Duration.ofHours(2L * TESTS.getAndIncrement()));

    @BeforeAll
    static void start(@TempDir Path folder) {
        worker = new WorkerUnderTest(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
    }

    @Test
    void deliversWhatComesTwiceOnceAndAgainAfterTheWindow() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(once(receiver.url("/")));
            var first = receive(tenant, "event-1", Duration.ZERO);
            worker.awaitDelivery(first, DeliveryState.DELIVERED);
            // when
            var repeat = receive(tenant, "event-1", Duration.ofMinutes(59));
            var other = receive(tenant, "event-2", Duration.ofMinutes(58));
            var later = receive(tenant, "event-1", Duration.ofMinutes(60));
            // then
            worker.awaitDelivery(other, DeliveryState.DELIVERED);
            worker.awaitDelivery(later, DeliveryState.DELIVERED);
            awaitDecision(repeat);
            assertThat(receiver.requests()).hasSize(3);
            assertThat(worker.look(repeat).entry().state()).isEqualTo(CallbackState.FILTERED);
            assertThat(worker.look(repeat).entry().reason()).isEqualTo("a repeat of " + first.id() + " within 1h");
        }
    }

    @Test
    void deliversOneOfManyThatComeAtOnce() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(once(receiver.url("/")));
            // when
            var all = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> receive(tenant, "event-" + i % 10, Duration.ofMillis(i)))
                    .toList();
            // then
            all.forEach(RepeatsIT::awaitDecision);
            var acting = all.stream()
                    .filter(callback -> worker.look(callback).entry().state() == CallbackState.ROUTED)
                    .toList();
            assertThat(acting).hasSize(10);
            acting.forEach(callback -> worker.awaitDelivery(callback, DeliveryState.DELIVERED));
            assertThat(receiver.requests()).hasSize(10);
        }
    }

    @Test
    void deliversARepeatThatSomebodyReplays() throws IOException {
        try (var receiver = RawServer.answering(OK)) {
            // given
            var tenant = worker.tenant(once(receiver.url("/")));
            worker.awaitDelivery(receive(tenant, "event-1", Duration.ZERO), DeliveryState.DELIVERED);
            var repeat = receive(tenant, "event-1", Duration.ofMillis(1));
            awaitDecision(repeat);
            // when
            var now = worker.replay(repeat, Rules.NOW, List.of(), List.of());
            var then = worker.replay(repeat, Rules.THEN, List.of(), List.of());
            // then
            worker.awaitDelivery(now, DeliveryState.DELIVERED);
            worker.awaitDelivery(then, DeliveryState.DELIVERED);
        }
    }

    @Test
    void forgetsKeysWhoseWindowIsOver() {
        // given
        var past =
                "insert into dedup_keys values (gen_random_uuid(), gen_random_uuid(), now(), now() - interval '1 s')";
        database().sql(past).then().block();
        worker.stop();
        // when
        worker.startAgain();
        // then
        await().untilAsserted(() -> assertThat(database()
                        .sql("select count(*) from dedup_keys where until <= now()")
                        .mapValue(Long.class)
                        .one()
                        .block())
                .isZero());
    }

    private static DatabaseClient database() {
        return DatabaseClient.create(worker.bean(ConnectionFactory.class));
    }

    private Callback receive(Tenant tenant, String event, Duration later) {
        return worker.receive(CallbacksUnderTest.post("/card")
                .at(start.plus(later))
                .host(tenant.host())
                .header("x-event-id", event)
                .build());
    }

    private static void awaitDecision(Callback callback) {
        await().ignoreExceptionsInstanceOf(NoSuchElementException.class)
                .until(() -> worker.look(callback).entry().state() != CallbackState.RECEIVED);
    }

    private static String once(String url) {
        return """
                let: [{name: event, value: "request.headers['x-event-id']"}]
                rules:
                - name: once
                  dedup: {key: event}
                  actions:
                  - name: erp
                    type: Forward
                    forward: {url: "%s"}
                """.formatted(url);
    }
}

package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.edge.RawSender.Answer;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.queue.Broker;
import com.callbackers.queue.QueueType;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.Work;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EdgeIT {

    private static final Database database = Database.fresh();
    private static final Broker broker = Broker.fresh();
    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start(database, broker, "callbackers.edge.body-limit", "1KB");
    }

    @AfterAll
    static void stop() {
        edge.close();
        database.close();
    }

    @Test
    void recordsARequestAsItWasSent() {
        // when
        UUID id;
        try (RawSender sender = edge.sender()) {
            Answer answer = sender.lines("""
                            FROB //a/../%zz|b?q=%zz& HTTP/1.1
                            X-B: 1
                            hOST: Mingkyme.Example.COM.:8080
                            x-a: caf\u00e9
                            X-B: 2
                            Content-Length: 4

                            """).send("\u0000\u00ff\r\n").answer();
            assertThat(answer.status()).isEqualTo(202);
            id = id(answer);
        }

        // then
        Callback callback = recorded(id);
        assertThat(callback.method()).isEqualTo("FROB");
        assertThat(callback.host()).isEqualTo("mingkyme.example.com");
        assertThat(callback.path()).isEqualTo("//a/../%zz|b");
        assertThat(callback.query()).isEqualTo("q=%zz&");
        assertThat(callback.headers())
                .containsExactly(
                        new Header("X-B", "1"),
                        new Header("hOST", "Mingkyme.Example.COM.:8080"),
                        new Header("x-a", "caf\u00e9"),
                        new Header("X-B", "2"),
                        new Header("Content-Length", "4"));
        assertThat(callback.body()).isEqualTo(new byte[] {0, (byte) 0xff, '\r', '\n'});
        assertThat(callback.remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void recordsManyAtOnceAndAnswersEachWithItsOwn() {
        // when
        try (RawSender sender = edge.sender()) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                many.append("GET /many/").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            sender.send(many.toString());
            List<UUID> ids =
                    IntStream.range(0, 200).mapToObj(i -> id(sender.answer())).toList();

            // then
            for (int i = 0; i < 200; i++) {
                assertThat(recorded(ids.get(i)).path()).isEqualTo("/many/" + i);
            }
        }
    }

    @Test
    void tellsWorkers() {
        // given
        Set<UUID> told = ConcurrentHashMap.newKeySet();
        var connections = broker.connectionFactory();
        try (var queue = RabbitWorkQueue.over(connections, QueueType.CLASSIC);
                var listening = queue.listen(Work.CALLBACKS, ids -> {
                    told.addAll(ids);
                    return CompletableFuture.completedFuture(null);
                });
                RawSender sender = edge.sender()) {

            // when
            UUID id = id(sender.lines("GET /tell HTTP/1.1\nHost: a\n\n").answer());

            // then
            await().untilAsserted(() -> assertThat(told).contains(id));
            assertThat(listening).isNotNull();
        } finally {
            connections.destroy();
        }
    }

    @Test
    void recordsARequestThatIsTooLargeAsRejected() throws SQLException {
        // when
        UUID id;
        try (RawSender sender = edge.sender()) {
            Answer answer = sender.lines("POST /big HTTP/1.1\nHost: a\nContent-Length: 1025\n\n" + "x".repeat(1025))
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
            id = UUID.fromString(answer.header("callback-id").orElseThrow());
        }

        // then
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var query = connection.prepareStatement(
                        "select state, reason, size, body, due_at from callbacks where id = ?")) {
            query.setObject(1, id);
            var row = query.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getString("state")).isEqualTo("rejected");
            assertThat(row.getString("reason")).isEqualTo("body of 1025 bytes is over the limit of 1024");
            assertThat(row.getLong("size")).isEqualTo(1025);
            assertThat(row.getBytes("body")).isEmpty();
            assertThat(row.getTimestamp("due_at")).isNull();
        }
    }

    @Test
    void servesTenantsOnlyOnThePublicPort() {
        // when
        try (RawSender sender = edge.sender()) {
            Answer answer =
                    sender.lines("GET /actuator/health HTTP/1.1\nHost: a\n\n").answer();

            // then
            assertThat(recorded(id(answer)).path()).isEqualTo("/actuator/health");
        }
    }

    @Test
    void tellsItsHealthAndMetricsOnTheManagementPort() {
        // given
        try (RawSender sender = edge.sender()) {
            sender.lines("GET /count HTTP/1.1\nHost: a\n\n").answer();
        }

        // then
        assertThat(edge.manage("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(edge.manage("/actuator/health/readiness").body()).contains("\"durable\":{\"status\":\"UP\"}");
        assertThat(edge.manage("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(edge.manage("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(edge.manage("/anything").statusCode()).isEqualTo(404);
        assertThat(edge.manage("/actuator/prometheus").body())
                .contains("callbackers_edge_callbacks_total{durability=\"journal\",result=\"accepted\"}")
                .contains("callbackers_edge_requests_seconds_count{result=\"accepted\"}")
                .contains("callbackers_edge_append_batch_count")
                .contains("callbackers_edge_append_waiting 0.0")
                .contains("callbackers_edge_body_size_bytes_sum")
                .contains("callbackers_edge_bodies_memory_bytes 0.0")
                .contains("callbackers_edge_announcements_total{result=\"confirmed\"}")
                .contains("jvm_memory_used_bytes");
    }

    private static UUID id(Answer answer) {
        return UUID.fromString(answer.header("callback-id").orElseThrow());
    }

    private static Callback recorded(UUID id) {
        return new Decisions(database.connectionFactory(), Clock.systemUTC())
                .undecided(List.of(id))
                .blockOptional()
                .orElseThrow()
                .getFirst();
    }
}

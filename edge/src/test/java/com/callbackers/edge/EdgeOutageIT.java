package com.callbackers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.callbackers.edge.RawSender.Answer;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.queue.Broker;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeOutageIT {

    private final Database database = Database.fresh();
    private final Broker broker = Broker.fresh();
    private final Relay toDatabase = relay(URI.create(database.r2dbcUrl().substring("r2dbc:".length())));
    private final Relay toBroker = relay(URI.create(broker.addresses()));

    @AfterEach
    void close() {
        toDatabase.close();
        toBroker.close();
        database.close();
    }

    @Test
    void startsWithoutADatabaseAndRecordsOnceItIsThere() {
        // given
        toBroker.mend();
        try (RunningEdge edge = start()) {
            Answer away = post(edge);
            int notReady = edge.manage("/actuator/health/readiness").statusCode();
            int alive = edge.manage("/actuator/health/liveness").statusCode();

            // when
            toDatabase.mend();

            // then
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.header("retry-after")).hasValue("5");
            assertThat(notReady).isEqualTo(503);
            assertThat(alive).isEqualTo(200);
            await().untilAsserted(() -> assertThat(post(edge).status()).isEqualTo(202));
            assertThat(edge.manage("/actuator/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void asksToComeAgainWhileTheDatabaseIsAway() {
        // given
        toBroker.mend();
        toDatabase.mend();
        try (RunningEdge edge = start()) {
            Answer before = post(edge);

            // when
            toDatabase.cut();
            Answer away = post(edge);
            toDatabase.mend();

            // then
            assertThat(before.status()).isEqualTo(202);
            assertThat(away.status()).isEqualTo(503);
            await().untilAsserted(() -> assertThat(post(edge).status()).isEqualTo(202));
        }
    }

    @Test
    void recordsWithoutABroker() {
        // given
        toDatabase.mend();
        try (RunningEdge edge = start()) {

            // when
            Answer never = post(edge);
            toBroker.mend();
            await().untilAsserted(() -> {
                post(edge);
                assertThat(edge.manage("/actuator/prometheus").body())
                        .doesNotContain("callbackers_edge_announcements_total{result=\"confirmed\"} 0.0");
            });
            toBroker.cut();
            Answer lost = post(edge);

            // then
            assertThat(List.of(never.status(), lost.status())).containsOnly(202);
            assertThat(edge.manage("/actuator/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void finishesWhatWasBegunBeforeItStops() {
        // given
        toDatabase.mend();
        toBroker.mend();
        RunningEdge edge = start();
        try (RawSender begun = edge.sender();
                RawSender idle = edge.sender()) {
            idle.lines("GET / HTTP/1.1\nHost: a\n\n").answer();
            begun.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 4\nExpect: 100-continue\n\n")
                    .answer();
            begun.send("ab");

            // when
            Thread stop = Thread.ofPlatform().start(edge::close);
            boolean idleIsClosed = idle.isClosed();
            boolean stopped = !stop.isAlive();
            Answer answer = begun.send("cd").answer();
            await().until(() -> !stop.isAlive());

            // then
            UUID id = UUID.fromString(answer.header("callback-id").orElseThrow());
            assertThat(idleIsClosed).isTrue();
            assertThat(stopped).isFalse();
            assertThat(answer.status()).isEqualTo(202);
            assertThat(new Decisions(database.connectionFactory(), Clock.systemUTC())
                            .undecided(List.of(id))
                            .block())
                    .singleElement()
                    .satisfies(callback -> assertThat(callback.text()).isEqualTo("abcd"));
            assertThatThrownBy(edge::sender).hasMessageContaining("refused");
        }
    }

    private RunningEdge start() {
        URI url = URI.create(database.r2dbcUrl().substring("r2dbc:".length()));
        URI address = URI.create(broker.addresses());
        return RunningEdge.start(
                database,
                broker,
                "spring.r2dbc.url",
                "r2dbc:postgresql://127.0.0.1:" + toDatabase.port() + url.getPath(),
                "spring.rabbitmq.addresses",
                "amqp://" + address.getUserInfo() + "@127.0.0.1:" + toBroker.port());
    }

    private static Answer post(RunningEdge edge) {
        try (RawSender sender = edge.sender()) {
            return sender.lines("POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nhi")
                    .answer();
        }
    }

    private static Relay relay(URI to) {
        return Relay.to(to.getHost(), to.getPort() < 0 ? 5432 : to.getPort());
    }
}

package com.callbackers.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Durability;
import com.callbackers.edge.RawSender.Answer;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.ArrivalMessage;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.queue.Broker;
import com.callbackers.queue.IntakeQueue;
import com.callbackers.queue.QueueType;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

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
    void startsWithNothingDurableAndRecordsOnceThereIsSomething() {
        // given
        try (RunningEdge edge = start()) {
            Answer nowhere = post(edge);
            int notReady = edge.manage("/actuator/health/readiness").statusCode();
            int alive = edge.manage("/actuator/health/liveness").statusCode();

            // when
            toBroker.mend();

            // then
            assertThat(nowhere.status()).isEqualTo(503);
            assertThat(nowhere.header("retry-after")).hasValue("5");
            assertThat(notReady).isEqualTo(503);
            assertThat(alive).isEqualTo(200);
            await().untilAsserted(() -> assertThat(durability(post(edge))).isEqualTo("202 queue"));
            await().untilAsserted(() -> assertThat(
                            edge.manage("/actuator/health/readiness").statusCode())
                    .isEqualTo(200));

            // when
            toDatabase.mend();

            // then
            await().untilAsserted(() -> assertThat(durability(post(edge))).isEqualTo("202 journal"));
        }
    }

    @Test
    void goesDownTheLadderRungByRungAndUpAgain() {
        // given
        toBroker.mend();
        toDatabase.mend();
        try (RunningEdge edge = start()) {
            await().untilAsserted(() -> assertThat(durability(post(edge))).isEqualTo("202 journal"));

            // when
            toDatabase.cut();
            List<String> withoutDatabase =
                    Stream.generate(() -> durability(post(edge))).limit(20).toList();
            toBroker.cut();
            Answer withoutEither = post(edge);
            toBroker.mend();

            // then
            assertThat(withoutDatabase).containsOnly("202 queue");
            assertThat(withoutEither.status()).isEqualTo(503);
            await().untilAsserted(() -> assertThat(durability(post(edge))).isEqualTo("202 queue"));

            // when
            toDatabase.mend();

            // then
            await().untilAsserted(() -> assertThat(durability(post(edge))).isEqualTo("202 journal"));
        }
    }

    @Test
    void whatIsAnsweredByTheQueueIsInTheQueueByteForByte() throws Exception {
        // given
        toBroker.mend();
        BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        CachingConnectionFactory connections = broker.connectionFactory();
        try (RunningEdge edge = start();
                IntakeQueue queue = IntakeQueue.over(connections, QueueType.CLASSIC)) {
            queue.listen(message -> {
                messages.add(message);
                return CompletableFuture.completedFuture(null);
            });

            // when
            Answer answer = await().until(() -> post(edge), each -> each.status() == 202);

            // then
            String id = answer.header("callback-id").orElseThrow();
            Arrival arrival = null;
            while (arrival == null || !arrival.callback().id().toString().equals(id)) {
                arrival = ArrivalMessage.read(requireNonNull(messages.poll(10, TimeUnit.SECONDS)));
            }
            assertThat(arrival.callback().text()).isEqualTo("hi");
            assertThat(arrival.callback().durability()).isEqualTo(Durability.QUEUE);
            assertThat(arrival.callback().header("host")).hasValue("a");
        } finally {
            connections.destroy();
        }
    }

    @Test
    void withoutTheIntakeQueueAnAbsentDatabaseIsA503() {
        // given
        toBroker.mend();
        try (RunningEdge edge = start("callbackers.edge.intake-queue", "false")) {

            // when
            Answer answer = post(edge);

            // then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(edge.manage("/actuator/health/readiness").statusCode()).isEqualTo(503);
        }
    }

    private static String durability(Answer answer) {
        return answer.status() + " " + answer.header("callback-durability").orElse("none");
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

    private RunningEdge start(String... more) {
        URI url = URI.create(database.r2dbcUrl().substring("r2dbc:".length()));
        URI address = URI.create(broker.addresses());
        String[] relayed = {
            "spring.r2dbc.url",
            "r2dbc:postgresql://127.0.0.1:" + toDatabase.port() + url.getPath(),
            "spring.rabbitmq.addresses",
            "amqp://" + address.getUserInfo() + "@127.0.0.1:" + toBroker.port()
        };
        return RunningEdge.start(
                database,
                broker,
                Stream.concat(Stream.of(relayed), Stream.of(more)).toArray(String[]::new));
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

package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.callbackers.journal.Appender;
import com.callbackers.journal.Database;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Deliveries;
import io.r2dbc.spi.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The console without what it stands on. */
@ExtendWith(OutputCaptureExtension.class)
class ConsoleOutageIT {

    private static final List<String> FREE_PORTS = List.of("server.port=0", "management.server.port=0");
    private static final String NO_BROKER = "spring.rabbitmq.addresses=amqp://localhost:1";

    @Test
    void itStartsWithoutDatabaseAndBrokerAndSaysSoInEachAnswer() {
        // given
        try (var console = RunningConsole.start(with("spring.r2dbc.url=r2dbc:postgresql://localhost:1/none"))) {
            var client = new Client(console.port());

            // when
            var answers = List.of(
                    client.get("/api/callbacks"),
                    client.get("/api/callbacks/" + UUID.randomUUID()),
                    client.get("/api/senders"),
                    client.post("/api/callbacks/" + UUID.randomUUID() + "/replay", null),
                    client.post("/api/deliveries/" + UUID.randomUUID() + "/retry", null),
                    client.post("/api/deliveries/" + UUID.randomUUID() + "/cancel", null));

            // then
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers().getFirst("Retry-After")).isEqualTo("5");
                assertThat(answer.json().path("detail").asString())
                        .isEqualTo("the database does not answer at the moment");
            });
            assertThat(client.get("/api/routes").status()).isEqualTo(200);
            assertThat(new Client(console.managementPort(), client.contract())
                            .call("GET", "/actuator/health/readiness", Map.of(), null)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aDatabaseThatIsFrozenIsNotWaitedForLong() throws IOException {
        // given
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var console = RunningConsole.start(with(
                        "spring.r2dbc.url=r2dbc:postgresql://localhost:%d/none".formatted(frozen.getLocalPort())))) {
            var client = new Client(console.port());

            // when
            var start = System.nanoTime();
            var answer = client.get("/api/callbacks");

            // then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void aStatementThatDoesNotEndIsNotWaitedForLong() {
        // given
        try (var database = Database.fresh();
                var console = RunningConsole.start(with(
                        "spring.r2dbc.url=" + database.r2dbcUrl(),
                        "spring.r2dbc.username=" + database.user(),
                        "spring.r2dbc.password=" + database.password(),
                        "spring.r2dbc.properties.statementTimeout=PT1S"))) {
            var client = new Client(console.port());
            var locking = DatabaseClient.create(database.connectionFactory());

            // when
            var answer = locking.inConnection(connection -> Mono.from(connection.beginTransaction())
                            .thenMany(connection
                                    .createStatement("lock table callbacks in access exclusive mode")
                                    .execute())
                            .flatMap(Result::getRowsUpdated)
                            .then(Mono.fromCallable(() -> client.get("/api/callbacks"))
                                    .subscribeOn(Schedulers.boundedElastic()))
                            .flatMap(got ->
                                    Mono.from(connection.rollbackTransaction()).thenReturn(got)))
                    .block();

            // then
            assertThat(answer).extracting(Client.Answer::status).isEqualTo(503);
            assertThat(client.get("/api/callbacks").status()).isEqualTo(200);
        }
    }

    @Test
    void aReplayIsRecordedWhileTheBrokerIsAway() {
        // given
        try (var database = Database.fresh();
                var appender = new Appender(database.connectionFactory(), ids -> {}, Appender.Settings.DEFAULT);
                var console = RunningConsole.start(with(
                        "spring.r2dbc.url=" + database.r2dbcUrl(),
                        "spring.r2dbc.username=" + database.user(),
                        "spring.r2dbc.password=" + database.password()))) {
            var clock = Clock.systemUTC();
            var first = new Recorded(
                            appender,
                            new Decisions(database.connectionFactory(), clock),
                            new Deliveries(database.connectionFactory(), clock))
                    .received("outage.test", "x");
            var client = new Client(console.port());

            // when
            var answer = client.post("/api/callbacks/" + first.id() + "/replay", null);

            // then
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.get("/api/callbacks?host=outage.test").json().path("items"))
                    .hasSize(2);
        }
    }

    @Test
    void itSaysThatThereIsNoLogin(CapturedOutput output) {
        // when
        try (var console = RunningConsole.start(with("logging.level.com.callbackers.console=info"))) {

            // then
            assertThat(console.port()).isPositive();
            assertThat(output)
                    .containsOnlyOnce(
                            "The console asks nobody to log in, so it listens on this machine's own address only");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", ""})
    void itDoesNotOpenToOthersWithoutALogin(String address) {
        // when
        var refused = catchThrowable(() -> RunningConsole.start(with("server.address=" + address)));

        // then
        assertThat(refused)
                .rootCause()
                .hasMessageContainingAll("server.address", "callbackers.console.login.issuer", "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"callbackers.console.allowed-hosts=http://localhost", "callbackers.console.max-body=1GB"})
    void aWrongSettingStopsTheStartWithASentence(String setting) {
        // when
        var refused = catchThrowable(() -> RunningConsole.start(with(setting)));

        // then
        assertThat(refused).rootCause().hasMessageStartingWith(setting.substring(0, setting.indexOf('=')) + " ");
    }

    private static String[] with(String... more) {
        var settings = new ArrayList<>(FREE_PORTS);
        settings.add(NO_BROKER);
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }
}

package com.callbackers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    private final Path directory;

    EmbeddedPostgresIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void keepsItsDataOverRestarts() throws Exception {
        // given
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {
            remember(postgres, 42);
        }

        // when
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {

            // then
            assertThat(recall(postgres)).isEqualTo(42);
        }
    }

    @Test
    void findsItsDataAgainAfterItWasKilled() throws Exception {
        // given
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {
            remember(postgres, 43);
            var pid = pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            ProcessHandle.of(pid).ifPresent(p -> p.onExit().join());
        }
        // and a process of another kind has that number now
        var lines = Files.readAllLines(pidFile());
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile(), lines);

        // when
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {

            // then
            assertThat(recall(postgres)).isEqualTo(43);
        }
    }

    @Test
    void replacesAServerThatAKilledProcessLeftRunning() throws Exception {
        // given
        var java = ProcessHandle.current().info().command().orElseThrow();
        var left = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Left.class.getName(), directory.toString())
                .inheritIO()
                .start();
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(directory.resolve("ready")));
        left.destroyForcibly().waitFor();
        var orphan = ProcessHandle.of(pid()).orElseThrow();

        // when
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {

            // then
            assertThat(recall(postgres)).isEqualTo(44);
            assertThat(orphan.isAlive()).isFalse();
        }
    }

    @Test
    void startsOverWhenItsFirstStartWasCutShort() throws Exception {
        // given
        Files.createDirectories(directory.resolve("data/global"));
        Files.writeString(directory.resolve("data/postgresql.conf"), "");
        Files.writeString(directory.resolve("unfinished"), "");

        // when
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {

            // then
            remember(postgres, 45);
            assertThat(recall(postgres)).isEqualTo(45);
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        // given
        try (var postgres = EmbeddedPostgres.in(directory, 0)) {
            assertThat(postgres.port()).isPositive();

            // when, then
            assertThatThrownBy(() -> EmbeddedPostgres.in(directory, 0)).hasMessageContaining("in use");
        }
    }

    @Test
    void saysThatAPortIsInUse() throws Exception {
        // given
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // when, then
            assertThatThrownBy(() -> EmbeddedPostgres.in(directory, socket.getLocalPort()))
                    .hasMessage("Port " + socket.getLocalPort() + " for Postgres is in use");
        }
    }

    @Test
    void writesToDiskBeforeItAnswersAndListensOnLoopbackOnly() throws Exception {
        // given
        try (var postgres = EmbeddedPostgres.temporary()) {

            // when, then
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    private Path pidFile() {
        return directory.resolve("data/postmaster.pid");
    }

    private long pid() throws Exception {
        return Long.parseLong(Files.readAllLines(pidFile()).getFirst());
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static void remember(EmbeddedPostgres postgres, int number) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("create table kept as select " + number + " as number");
        }
    }

    private static int recall(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select number from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Starts a server and waits to be killed. */
    static final class Left {

        private Left() {}

        public static void main(String[] args) throws Exception {
            remember(EmbeddedPostgres.in(Path.of(args[0]), 0), 44);
            Files.writeString(Path.of(args[0]).resolve("ready"), "");
            new CountDownLatch(1).await();
        }
    }
}

package com.callbackers.bench.house;

import com.callbackers.journal.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private PostgreSQL of the machine's binaries, with its own defaults but for connections: every commit is on the disk. Where
 * a limit can be set, it has as much memory as a small server: what it writes goes to pages that it has used before. Else its files grow into
 * pages that nobody has used for a while, which a virtual machine may have to ask its host for, one by one.
 */
public final class Postgres implements AutoCloseable {

    private static final String NAME = "callbackers";
    private static final Duration START = Duration.ofSeconds(60);
    /** As many of 16 MiB as there may be by default. */
    private static final int LOG_FILES = 64;

    private static final int MEMORY_MIB = 2_048;

    private final Path binaries;
    private final Path data;
    private final Path log;
    private final int port;
    private @Nullable Child server;
    private @Nullable SmallDisk disk;
    private @Nullable MemoryLimit memory;

    private Postgres(Path binaries, Path data, Path log, int port) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
        this.port = port;
    }

    /** Where the server's programs are, if anywhere. */
    public static Optional<Path> installed() {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return Stream.concat(versions.map(version -> version.resolve("bin")), Stream.of(Path.of("/usr/local/bin")))
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** In its own words. */
    public static Optional<String> version() {
        return installed().map(binaries -> {
            try {
                var process = new ProcessBuilder(binaries.resolve("postgres").toString(), "--version").start();
                try (var words = process.inputReader()) {
                    return words.readLine();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What it has of the machine's, if that is not all there is. */
    public static Optional<Integer> memoryMiB() {
        return MemoryLimit.isPossible() ? Optional.of(MEMORY_MIB) : Optional.empty();
    }

    /**
     * Empty and running.
     *
     * @param onSmallDisk all tables are on a disk in memory that can be full, and its memory is not limited; what makes a
     *     commit durable is elsewhere
     */
    static Postgres start(Path binaries, Path folder, boolean onSmallDisk) {
        var account = Account.choose();
        try {
            account.give(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var postgres = new Postgres(binaries, folder.resolve("data"), folder.resolve("postgres.log"), Ports.free());
        var made = Child.start(
                "initdb",
                account.command(List.of(
                        binaries.resolve("initdb").toString(),
                        "-D",
                        postgres.data.toString(),
                        "-U",
                        NAME,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C")),
                Map.of(),
                postgres.log);
        made.awaitSuccess(START);
        if (!onSmallDisk) {
            memoryMiB().ifPresent(size -> postgres.memory = MemoryLimit.of(size, "postgres-" + postgres.port));
        }
        postgres.start();
        if (onSmallDisk) {
            var disk = SmallDisk.at(folder.resolve("tables"));
            postgres.disk = disk;
            account.give(disk.folder());
            postgres.administer(
                    "create tablespace small location '" + disk.folder() + "'",
                    "create database " + NAME + " tablespace small");
        } else {
            postgres.administer("create database " + NAME);
        }
        return postgres;
    }

    private void administer(String... statements) {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), NAME, "")) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On what it holds. */
    public void start() {
        var command = new ArrayList<>(List.of(binaries.resolve("postgres").toString(), "-D", data.toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        var ours = Account.choose().command(command);
        var child = Child.start("postgres", memory == null ? ours : memory.command(ours), Map.of(), log);
        server = child;
        Waiting.until(() -> "Postgres:\n" + child.lastWords(), START, this::accepts);
    }

    private Map<String, String> settings() {
        return Map.of(
                "port", Integer.toString(port),
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", "200");
    }

    private boolean accepts() {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), NAME, "")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    public Child process() {
        return Objects.requireNonNull(server);
    }

    public int port() {
        return port;
    }

    public static String user() {
        return NAME;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + NAME + "@127.0.0.1:" + port + "/" + NAME;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(NAME), NAME, "");
    }

    /** What a worker does when it starts. */
    public void migrate() {
        Schema.migrate(jdbcUrl(NAME), NAME, "");
    }

    /**
     * As if it had run for long: it has as many files of its log as it may have, to be used again. Each new one would cost a
     * wait.
     */
    public void settle() {
        for (var file = 0; file < LOG_FILES; file++) {
            execute("select pg_logical_emit_message(false, 'bench', '')", "select pg_switch_wal()");
        }
        execute("checkpoint");
    }

    /** As after a failover to a replica that is not promoted yet. */
    public void setReadOnly(boolean now) {
        execute(
                "set default_transaction_read_only = off",
                now
                        ? "alter system set default_transaction_read_only = on"
                        : "alter system reset default_transaction_read_only",
                "select pg_reload_conf()");
    }

    /** There is no room for what would be added to tables, or there is again. */
    public void setFull(boolean now) {
        Objects.requireNonNull(disk, "not on a small disk").setFull(now);
    }

    private void execute(String... statements) {
        try (var connection = connect()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.kill();
        }
        if (memory != null) {
            memory.close();
        }
        if (disk != null) {
            disk.close();
        }
    }
}

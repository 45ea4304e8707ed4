package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final String MAIN = "callbackers";
    /** That is there before any other. */
    private static final String MAINTENANCE = "postgres";

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
                        Database.USER,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C")),
                Map.of(),
                postgres.log);
        made.awaitSuccess(START);
        try {
            postgres.begin(folder, onSmallDisk, account);
            return postgres;
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private void begin(Path folder, boolean onSmallDisk, Account account) {
        if (!onSmallDisk) {
            memoryMiB().ifPresent(size -> memory = MemoryLimit.of(size, "postgres-" + port));
        }
        start();
        if (onSmallDisk) {
            disk = SmallDisk.at(folder.resolve("tables"));
            account.give(disk.folder());
            maintenance()
                    .execute(
                            "create tablespace small location '" + disk.folder() + "'",
                            "create database " + MAIN + " tablespace small");
        } else {
            add(MAIN);
        }
    }

    private Database maintenance() {
        return new Database(port, MAINTENANCE);
    }

    /** The one for edge and worker. */
    public Database database() {
        return new Database(port, MAIN);
    }

    /** Another, empty. */
    public Database add(String name) {
        maintenance().execute("create database " + name);
        return new Database(port, name);
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
        try (var connection = maintenance().connect()) {
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

    /**
     * As if it had run for long: it has as many files of its log as it may have, to be used again. Each new one would cost a
     * wait.
     */
    public void settle() {
        for (var file = 0; file < LOG_FILES; file++) {
            database().execute("select pg_logical_emit_message(false, 'bench', '')", "select pg_switch_wal()");
        }
        database().execute("checkpoint");
    }

    /** As after a failover to a replica that is not promoted yet. */
    public void setReadOnly(boolean now) {
        database()
                .execute(
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

package com.callbackers.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A real Postgres server from binaries in a jar; listens on loopback only, and trusts whoever connects there. */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String NAME = "callbackers";
    private static final String HOST = "127.0.0.1";

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final @Nullable EmbeddedPostgresDirectory directory;

    private EmbeddedPostgres(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, @Nullable EmbeddedPostgresDirectory directory) {
        this.server = server;
        this.directory = directory;
    }

    /** Starts with an empty database that is gone after {@link #close()}. */
    public static EmbeddedPostgres temporary() {
        return start(null, free(0));
    }

    /**
     * Starts with what the directory holds from an earlier start, if anything; stops a server that an earlier process
     * left behind there.
     *
     * @param port 0: a free one
     */
    public static EmbeddedPostgres in(Path directory, int port) {
        var free = free(port);
        return start(EmbeddedPostgresDirectory.open(directory), free);
    }

    private static EmbeddedPostgres start(@Nullable EmbeddedPostgresDirectory directory, int port) {
        var builder = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setPort(port)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", HOST)
                .setServerConfig("unix_socket_directories", "")
                // the library's own defaults give both up
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("max_connections", "100")
                .setServerConfig("max_wal_size", "512MB")
                .setServerConfig("autovacuum_max_workers", "2")
                .setServerConfig("max_parallel_workers_per_gather", "0")
                .setServerConfig("jit", "off");
        if (directory == null) {
            log(builder, ProcessBuilder.Redirect.DISCARD);
        } else {
            builder.setOverrideWorkingDirectory(directory.binaries().toFile())
                    .setDataDirectory(directory.data())
                    .setCleanDataDirectory(false);
            log(builder, ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
        }
        try {
            var postgres = new EmbeddedPostgres(builder.start(), directory);
            postgres.prepare();
            return postgres;
        } catch (IOException | SQLException | RuntimeException e) {
            if (directory != null) {
                directory.close();
            }
            throw new IllegalStateException(
                    "Postgres did not start"
                            + (directory == null ? "" : "; its own words are at the end of " + directory.log()),
                    e);
        }
    }

    private static void log(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder, ProcessBuilder.Redirect to) {
        builder.setOutputRedirector(to).setErrorRedirector(to);
    }

    /** Else a server that already listens there would be taken for ours. */
    private static int free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " for Postgres is in use", e);
        }
    }

    private void prepare() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + NAME + "'")) {
                statement.execute("create role " + NAME + " login createdb password '" + NAME + "'");
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        }
        if (directory != null) {
            directory.complete();
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return server.getPort();
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return NAME;
    }

    public String database() {
        return NAME;
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + port() + "/" + NAME;
    }

    /** Without user and password. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + HOST + ":" + port() + "/" + NAME;
    }

    /** Ends what is in flight, writes everything down, and stops the server. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Postgres could not be stopped", e);
        } finally {
            if (directory != null) {
                directory.close();
            }
        }
    }
}

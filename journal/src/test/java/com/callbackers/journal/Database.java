package com.callbackers.journal;

import com.callbackers.embedded.EmbeddedPostgres;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * A new, migrated database for a test: on the server that {@code POSTGRES_URL} names
 * ({@code postgresql://user:password@host:port/database}), else on an embedded one that all tests of this JVM share.
 */
public final class Database implements AutoCloseable {

    private final Server server;
    private final String name;
    private final ConnectionPool pool;

    private Database(Server server, String name) {
        this.server = server;
        this.name = name;
        this.pool = new ConnectionPool(ConnectionPoolConfiguration.builder(unpooledConnectionFactory(server, name))
                .initialSize(0)
                .maxSize(5)
                .maxAcquireTime(Duration.ofSeconds(10))
                .build());
    }

    public static Database fresh() {
        var server = Shared.SERVER;
        var name = newName();
        server.execute("create database " + name + " template " + Shared.TEMPLATE);
        return new Database(server, name);
    }

    /** Without any tables. */
    static Database empty() {
        var server = Shared.SERVER;
        var name = newName();
        server.execute("create database " + name);
        return new Database(server, name);
    }

    private static String newName() {
        return "journal_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /** Without user and password. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + server.host + ":" + server.port + "/" + name;
    }

    public String user() {
        return server.user;
    }

    public String password() {
        return server.password;
    }

    /** A small pool, closed with the database. */
    public ConnectionFactory connectionFactory() {
        return pool;
    }

    public ConnectionFactory unpooledConnectionFactory() {
        return unpooledConnectionFactory(server, name);
    }

    private static ConnectionFactory unpooledConnectionFactory(Server server, String name) {
        return ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, server.host)
                .option(ConnectionFactoryOptions.PORT, server.port)
                .option(ConnectionFactoryOptions.USER, server.user)
                .option(ConnectionFactoryOptions.PASSWORD, server.password)
                .option(ConnectionFactoryOptions.DATABASE, name)
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, Duration.ofSeconds(5))
                .build());
    }

    @Override
    public void close() {
        pool.dispose();
        server.execute("drop database " + name + " with (force)");
    }

    private record Server(String host, int port, String user, String password, String database) {

        static Server at(URI url) {
            var credentials = url.getUserInfo().split(":", 2);
            return new Server(
                    url.getHost(),
                    url.getPort() < 0 ? 5432 : url.getPort(),
                    credentials[0],
                    credentials[1],
                    url.getPath().substring(1));
        }

        static Server embedded() {
            var postgres = EmbeddedPostgres.temporary();
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-postgres"));
            return new Server(
                    postgres.host(), postgres.port(), postgres.user(), postgres.password(), postgres.database());
        }

        String jdbcUrl(String name) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name;
        }

        void execute(String sql) {
            try (var connection = DriverManager.getConnection(jdbcUrl(database), user, password);
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Started when first asked for. */
    private static final class Shared {

        static final Server SERVER = server();

        /** Migrated once; copies of it are quick to make. */
        static final String TEMPLATE = template();

        private static String template() {
            var name = newName();
            SERVER.execute("create database " + name);
            Schema.migrate(SERVER.jdbcUrl(name), SERVER.user, SERVER.password);
            return name;
        }

        private static Server server() {
            var url = System.getenv("POSTGRES_URL");
            if (url == null || url.isBlank()) {
                return Server.embedded();
            }
            var server = Server.at(URI.create(url));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> server.execute("drop database " + TEMPLATE), "drop-template"));
            return server;
        }
    }
}

package com.callbackers.bench.house;

import com.callbackers.journal.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One of a PostgreSQL on this machine. */
public record Database(int port, String name) {

    /** Whose all of them are. */
    public static final String USER = "callbackers";

    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + USER + "@127.0.0.1:" + port + "/" + name;
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, "");
    }

    /** What a worker does when it starts. */
    public void migrate() {
        Schema.migrate(jdbcUrl(), USER, "");
    }

    /** One after another, on one connection. */
    public void execute(String... statements) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one that a query finds. */
    public double number(String query) {
        try (var connection = connect();
                var found = connection.createStatement().executeQuery(query)) {
            found.next();
            return found.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

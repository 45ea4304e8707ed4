package com.callbackers.journal;

import org.flywaydb.core.Flyway;

/** Brings the database to this version's schema. */
public final class Schema {

    private Schema() {}

    /** Blocks; several at a time wait for each other. */
    public static void migrate(String jdbcUrl, String user, String password) {
        Flyway.configure()
                .dataSource(jdbcUrl, user, password)
                .locations("classpath:com/callbackers/journal/schema")
                .table("journal_schema")
                .loggers("slf4j")
                .load()
                .migrate();
    }
}

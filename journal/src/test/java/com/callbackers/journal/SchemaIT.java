package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

class SchemaIT {

    @Test
    void migratesOnceHoweverManyTry() {
        // given
        try (var database = Database.fresh()) {

            // when, then
            assertThatCode(() -> IntStream.range(0, 3)
                            .parallel()
                            .forEach(i -> Schema.migrate(database.jdbcUrl(), database.user(), database.password())))
                    .doesNotThrowAnyException();
            assertThat(DatabaseClient.create(database.connectionFactory())
                            .sql("select count(*) = count(distinct version) and bool_and(success) from journal_schema")
                            .mapValue(Boolean.class)
                            .one()
                            .block())
                    .isTrue();
        }
    }

    @Test
    void theDatabaseHasItsSettingsForWhoeverConnects() {
        // given
        try (var database = Database.empty()) {

            // when
            Schema.migrate(database.jdbcUrl(), database.user(), database.password());

            // then
            assertThat(settings(database))
                    .contains("jit=off", "backend_flush_after=512kB", "plan_cache_mode=force_custom_plan");
        }
    }

    private static List<String> settings(Database database) {
        return DatabaseClient.create(database.connectionFactory())
                .sql("""
                        select unnest(setconfig) from pg_db_role_setting
                        where setdatabase = (select oid from pg_database where datname = current_database())
                        """)
                .mapValue(String.class)
                .all()
                .toStream()
                .toList();
    }
}

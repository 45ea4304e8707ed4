package com.callbackers.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
}

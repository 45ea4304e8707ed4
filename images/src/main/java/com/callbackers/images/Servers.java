package com.callbackers.images;

import com.callbackers.embedded.EmbeddedBroker;
import com.callbackers.embedded.EmbeddedPostgres;
import com.callbackers.journal.Schema;
import java.util.Map;

/** What applications need around them. */
record Servers(EmbeddedPostgres postgres, EmbeddedBroker broker) implements AutoCloseable {

    static Servers start() {
        var postgres = EmbeddedPostgres.temporary();
        Schema.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
        return new Servers(postgres, EmbeddedBroker.start());
    }

    Map<String, String> variables() {
        return Map.of(
                "SPRING_R2DBC_URL",
                postgres.r2dbcUrl(),
                "SPRING_R2DBC_USERNAME",
                postgres.user(),
                "SPRING_R2DBC_PASSWORD",
                postgres.password(),
                "SPRING_RABBITMQ_ADDRESSES",
                broker.uri().toString());
    }

    @Override
    public void close() {
        broker.close();
        postgres.close();
    }
}

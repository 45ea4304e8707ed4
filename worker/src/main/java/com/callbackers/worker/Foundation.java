package com.callbackers.worker;

import com.callbackers.journal.Partitions;
import com.callbackers.journal.Schema;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** What has to stand in the database before a worker can begin; waits for the database as long as it takes. */
final class Foundation {

    private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);
    private static final int DAYS_AHEAD = 7;

    private final ConnectionFactoryOptions database;
    private final boolean migrate;
    private final Partitions partitions;

    Foundation(ConnectionFactoryOptions database, boolean migrate, Partitions partitions) {
        this.database = database;
        this.migrate = migrate;
        this.partitions = partitions;
    }

    Mono<Void> lay() {
        return Mono.<Void>fromRunnable(this::migrate)
                .subscribeOn(Schedulers.boundedElastic())
                .then(Mono.defer(() -> partitions.ensure(DAYS_AHEAD)))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(5))
                        .doBeforeRetry(signal -> notYet(signal.failure())));
    }

    private void migrate() {
        if (migrate) {
            Schema.migrate(
                    "jdbc:postgresql://%s:%s/%s?connectTimeout=2"
                            .formatted(
                                    value(ConnectionFactoryOptions.HOST, "localhost"),
                                    value(ConnectionFactoryOptions.PORT, 5432),
                                    value(ConnectionFactoryOptions.DATABASE, "callbackers")),
                    value(ConnectionFactoryOptions.USER, "").toString(),
                    value(ConnectionFactoryOptions.PASSWORD, "").toString());
        }
    }

    private Object value(Option<?> option, Object otherwise) {
        var value = database.getValue(option);
        return value == null ? otherwise : value;
    }

    private static void notYet(Throwable failure) {
        LOG.atWarn()
                .setMessage("database is not ready, trying again")
                .addKeyValue("cause", failure.getMessage())
                .log();
    }
}

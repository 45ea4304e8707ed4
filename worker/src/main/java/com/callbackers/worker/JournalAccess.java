package com.callbackers.worker;

import com.callbackers.journal.Accounting;
import com.callbackers.journal.BatchSteps;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.DedupKeys;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Partitions;
import com.callbackers.journal.RouteVersions;
import com.callbackers.journal.Sweep;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a worker reads and writes in the journal. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MigrationSettings.class)
class JournalAccess {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Decisions decisions(ConnectionFactory database, Clock clock) {
        return new Decisions(database, clock);
    }

    @Bean
    DedupKeys dedupKeys(ConnectionFactory database, Clock clock) {
        return new DedupKeys(database, clock);
    }

    @Bean
    Deliveries deliveries(ConnectionFactory database, Clock clock) {
        return new Deliveries(database, clock);
    }

    @Bean
    BatchSteps batchSteps(ConnectionFactory database, Clock clock) {
        return new BatchSteps(database, clock);
    }

    @Bean
    Sweep sweep(ConnectionFactory database, Clock clock) {
        return new Sweep(database, clock);
    }

    @Bean
    Partitions partitions(ConnectionFactory database, Clock clock) {
        return new Partitions(database, clock);
    }

    @Bean
    Accounting accounting(ConnectionFactory database, Clock clock) {
        return new Accounting(database, clock);
    }

    @Bean
    RouteVersions routeVersions(ConnectionFactory database, Clock clock) {
        return new RouteVersions(database, clock);
    }

    @Bean
    Foundation foundation(R2dbcConnectionDetails database, MigrationSettings settings, Partitions partitions) {
        return new Foundation(database.getConnectionFactoryOptions(), settings.migrate(), partitions);
    }
}

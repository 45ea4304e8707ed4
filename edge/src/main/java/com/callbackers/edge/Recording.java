package com.callbackers.edge;

import com.callbackers.journal.Appender;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where callbacks are written down, and who is told. */
@Configuration(proxyBeanMethods = false)
class Recording {

    @Bean
    Appender appender() {
        return new Appender();
    }

    @Bean
    DurableHealthIndicator durableHealthIndicator(ConnectionFactory database) {
        return new DurableHealthIndicator(database);
    }

    @Bean
    Room room(EdgeSettings settings) {
        return new Room(settings.bodiesInMemory().toBytes());
    }

    @Bean
    EdgeMetrics edgeMetrics(MeterRegistry registry, Room room) {
        return new EdgeMetrics(registry, room);
    }
}

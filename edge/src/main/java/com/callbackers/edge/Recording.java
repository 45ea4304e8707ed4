package com.callbackers.edge;

import com.callbackers.journal.Appender;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.UUID;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where callbacks are written down, and who is told. */
@Configuration(proxyBeanMethods = false)
class Recording {

    @Bean
    Appender appender(ConnectionFactory database, WorkQueue queue, EdgeSettings settings, EdgeMetrics metrics) {
        var appender = new Appender(database, ids -> announce(queue, ids, metrics), appending(settings));
        metrics.watch(appender);
        return appender;
    }

    @Bean
    WorkQueue workQueue(CachingConnectionFactory broker, EdgeSettings settings) {
        return RabbitWorkQueue.over(broker, settings.queueType());
    }

    @Bean
    Room room(EdgeSettings settings) {
        return new Room(settings.bodiesInMemory().toBytes());
    }

    @Bean
    EdgeMetrics edgeMetrics(MeterRegistry registry, Room room) {
        return new EdgeMetrics(registry, room);
    }

    @Bean
    DurableHealthIndicator durableHealthIndicator(ConnectionFactory database) {
        return new DurableHealthIndicator(database);
    }

    /** Nothing waits for this: what a worker is not told of, the sweep finds. */
    private static void announce(WorkQueue queue, List<UUID> ids, EdgeMetrics metrics) {
        var unused = queue.announce(Work.CALLBACKS, ids)
                .whenComplete((done, failure) -> metrics.announced(ids.size(), failure == null));
    }

    private static Appender.Settings appending(EdgeSettings settings) {
        return new Appender.Settings(
                Appender.Settings.DEFAULT.maxBatch(),
                settings.appendQueue(),
                2 * settings.bodiesInMemory().toBytes(), // bodies have their bound already; this is for heads
                settings.appendTimeout(),
                Appender.Settings.DEFAULT.patience(),
                Appender.Settings.DEFAULT.dueAfter());
    }
}

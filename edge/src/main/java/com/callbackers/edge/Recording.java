package com.callbackers.edge;

import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.ArrivalMessage;
import com.callbackers.queue.IntakeQueue;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Where callbacks are written down, and who is told. */
@Configuration(proxyBeanMethods = false)
class Recording {

    @Bean
    Announcements announcements(WorkQueue queue, EdgeMetrics metrics) {
        return new Announcements(queue, metrics);
    }

    @Bean
    Appender appender(
            ConnectionFactory database, Announcements announcements, EdgeSettings settings, EdgeMetrics metrics) {
        var appender = new Appender(database, announcements::announce, appending(settings));
        metrics.watch(appender);
        return appender;
    }

    @Bean
    WorkQueue workQueue(CachingConnectionFactory broker, EdgeSettings settings) {
        return RabbitWorkQueue.over(broker, settings.queueType());
    }

    @Bean(destroyMethod = "close")
    IntakeQueue intakeQueue(CachingConnectionFactory broker, EdgeSettings settings) {
        return IntakeQueue.over(broker, settings.queueType());
    }

    @Bean
    Ladder ladder(Appender journal, IntakeQueue queue, EdgeSettings settings) {
        return settings.intakeQueue()
                ? new Ladder(journal::append, arrival -> keep(queue, arrival))
                : Ladder.of(journal::append);
    }

    private static Mono<Void> keep(IntakeQueue queue, Arrival arrival) {
        return Mono.fromCompletionStage(() -> queue.keep(ArrivalMessage.write(arrival)));
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
    DurableHealthIndicator durableHealthIndicator(
            ConnectionFactory database, CachingConnectionFactory broker, EdgeSettings settings) {
        return new DurableHealthIndicator(database, settings.intakeQueue() ? broker : null);
    }

    private static Appender.Settings appending(EdgeSettings settings) {
        return new Appender.Settings(
                Appender.Settings.DEFAULT.pace(),
                Appender.Settings.DEFAULT.maxBatch(),
                settings.appendQueue(),
                2 * settings.bodiesInMemory().toBytes(), // bodies have their bound already; this is for heads
                settings.appendTimeout(),
                settings.intakeQueue() ? Duration.ZERO : Appender.Settings.DEFAULT.patience(),
                Appender.Settings.DEFAULT.dueAfter());
    }
}

package com.callbackers.console;

import com.callbackers.journal.Accounting;
import com.callbackers.journal.Batches;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Replays;
import com.callbackers.journal.RouteVersions;
import com.callbackers.journal.Shares;
import com.callbackers.journal.Traffic;
import com.callbackers.journal.Undelivered;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.WorkQueue;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The journal and the work queue, as the console uses them. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

    @Bean
    Callbacks callbacks(ConnectionFactory connections) {
        return new Callbacks(connections);
    }

    @Bean
    Deliveries deliveries(ConnectionFactory connections, Clock clock) {
        return new Deliveries(connections, clock);
    }

    @Bean
    Undelivered undelivered(ConnectionFactory connections) {
        return new Undelivered(connections);
    }

    @Bean
    Accounting accounting(ConnectionFactory connections, Clock clock) {
        return new Accounting(connections, clock);
    }

    @Bean
    Batches batches(ConnectionFactory connections, Clock clock) {
        return new Batches(connections, clock);
    }

    @Bean
    Shares shares(ConnectionFactory connections, Clock clock) {
        return new Shares(connections, clock);
    }

    @Bean
    Traffic traffic(ConnectionFactory connections) {
        return new Traffic(connections);
    }

    @Bean
    Replays replays(ConnectionFactory connections, Clock clock) {
        return new Replays(connections, clock);
    }

    @Bean
    RouteVersions routeVersions(ConnectionFactory connections, Clock clock) {
        return new RouteVersions(connections, clock);
    }

    @Bean
    WorkQueue workQueue(CachingConnectionFactory connections, ConsoleSettings settings) {
        return RabbitWorkQueue.over(connections, settings.queueType());
    }
}

package com.callbackers.console;

import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Replays;
import com.callbackers.journal.RouteVersions;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.WorkQueue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The journal and the work queue, as the console uses them. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

    @Bean
    Callbacks callbacks() {
        return new Callbacks();
    }

    @Bean
    Deliveries deliveries() {
        return new Deliveries();
    }

    @Bean
    Replays replays() {
        return new Replays();
    }

    @Bean
    RouteVersions routeVersions() {
        return new RouteVersions();
    }

    @Bean
    WorkQueue workQueue(CachingConnectionFactory connections, ConsoleSettings settings) {
        return RabbitWorkQueue.over(connections, settings.queueType());
    }
}

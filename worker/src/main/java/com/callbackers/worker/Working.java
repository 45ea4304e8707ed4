package com.callbackers.worker;

import com.callbackers.journal.Accounting;
import com.callbackers.journal.Appender;
import com.callbackers.journal.BatchSteps;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.DedupKeys;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Partitions;
import com.callbackers.journal.RouteVersions;
import com.callbackers.journal.Sweep;
import com.callbackers.queue.IntakeQueue;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import com.callbackers.worker.announce.Announcer;
import com.callbackers.worker.decide.Decider;
import com.callbackers.worker.deliver.Deliverer;
import com.callbackers.worker.gate.Gates;
import com.callbackers.worker.intake.Intake;
import com.callbackers.worker.lookup.RouteLookup;
import com.callbackers.worker.outbound.HttpDelivery;
import com.callbackers.worker.outbound.OutboundGuard;
import com.callbackers.worker.routes.RouteSettings;
import com.callbackers.worker.routes.RouteSource;
import com.callbackers.worker.routes.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.util.Objects;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** From the rules to the request that is sent. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RouteSettings.class, WorkerSettings.class})
class Working {

    @Bean
    Routes routes(RouteSettings settings, RouteVersions versions) {
        return new Routes(settings, versions);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    RouteSource routeSource(RouteSettings settings, Routes routes, RouteVersions versions, MeterRegistry meters) {
        return RouteSource.of(settings, routes, versions, meters);
    }

    @Bean(destroyMethod = "close")
    WorkQueue workQueue(CachingConnectionFactory broker, WorkerSettings settings) {
        return RabbitWorkQueue.over(broker, settings.queueType());
    }

    @Bean(destroyMethod = "close")
    IntakeQueue intakeQueue(CachingConnectionFactory broker, WorkerSettings settings) {
        return IntakeQueue.over(broker, settings.queueType());
    }

    @Bean(destroyMethod = "close")
    Appender appender(ConnectionFactory database, Announcer announcer) {
        return new Appender(database, ids -> announcer.announce(Work.CALLBACKS, ids), Appender.Settings.DEFAULT);
    }

    @Bean
    Intake intake(IntakeQueue queue, Appender journal, MeterRegistry meters) {
        return new Intake(queue, journal, meters);
    }

    @Bean
    Announcer announcer(WorkQueue queue) {
        return new Announcer(queue);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler deciding(WorkerSettings settings) {
        return Schedulers.newParallel("decide", settings.decideConcurrency(), true);
    }

    @Bean
    Decider decider(Decisions decisions, Routes routes, Announcer announcer, Deliverer deliverer, Scheduler deciding) {
        return new Decider(decisions, RouteLookup.of(routes), announcer, deliverer, deciding);
    }

    @Bean
    Gates gates(Clock clock) {
        return new Gates(clock, Schedulers.parallel());
    }

    @Bean(destroyMethod = "close")
    HttpDelivery httpDelivery(WorkerSettings settings) {
        var version =
                Objects.requireNonNullElse(WorkerApplication.class.getPackage().getImplementationVersion(), "dev");
        return new HttpDelivery(
                new OutboundGuard(settings.outbound().allow()),
                Math.toIntExact(settings.responseLimit().toBytes()),
                "Callbackers/" + version);
    }

    @Bean
    Deliverer deliverer(
            Deliveries deliveries,
            Routes routes,
            Gates gates,
            HttpDelivery http,
            Announcer announcer,
            MeterRegistry meters,
            Clock clock,
            WorkerSettings settings) {
        return new Deliverer(
                deliveries,
                RouteLookup.of(routes),
                gates,
                http,
                announcer,
                meters,
                clock,
                settings.lease(),
                settings.deliverConcurrency());
    }

    @Bean
    SweepSchedule sweepSchedule(
            Sweep sweep,
            BatchSteps batches,
            Partitions partitions,
            DedupKeys dedupKeys,
            Accounting accounting,
            IntakeQueue intake,
            Announcer announcer,
            Routes routes,
            Gates gates,
            MeterRegistry meters,
            WorkerSettings settings) {
        var schedule = new SweepSchedule(
                sweep, batches, partitions, dedupKeys, accounting, intake, announcer, routes::table, gates, settings);
        schedule.measure(meters);
        return schedule;
    }

    @Bean
    Shift shift(
            Foundation foundation,
            Routes routes,
            Announcer announcer,
            Decider decider,
            Deliverer deliverer,
            Intake intake,
            SweepSchedule sweeps,
            WorkerSettings settings) {
        return new Shift(foundation, routes, announcer, decider, deliverer, intake, sweeps, settings.drain());
    }

    @Bean
    WorkerHealthIndicator workerHealthIndicator(Shift shift, RouteSource routes) {
        return new WorkerHealthIndicator(shift, routes);
    }
}

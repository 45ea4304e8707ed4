package com.callbackers.worker;

import com.callbackers.journal.Accounting;
import com.callbackers.journal.Accounting.Cause;
import com.callbackers.journal.BatchSteps;
import com.callbackers.journal.DedupKeys;
import com.callbackers.journal.Partitions;
import com.callbackers.journal.Sweep;
import com.callbackers.queue.IntakeQueue;
import com.callbackers.queue.Work;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import com.callbackers.worker.announce.Announcer;
import com.callbackers.worker.gate.Gates;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Looks again and again for what is due and was not done, and announces it. */
final class SweepSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(SweepSchedule.class);
    private static final int BATCH = 1024;
    private static final int FEW = 256;
    private static final int DAYS_AHEAD = 7;
    private static final Duration RELEASE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Sweep sweep;
    private final BatchSteps batches;
    private final Partitions partitions;
    private final DedupKeys dedupKeys;
    private final Accounting accounting;
    private final IntakeQueue intake;
    private final Announcer announcer;
    private final Supplier<RouteTable> routes;
    private final Gates gates;
    private final WorkerSettings settings;
    private volatile Map<Cause, Long> overdue = Map.of();
    private volatile long setAside;

    SweepSchedule(
            Sweep sweep,
            BatchSteps batches,
            Partitions partitions,
            DedupKeys dedupKeys,
            Accounting accounting,
            IntakeQueue intake,
            Announcer announcer,
            Supplier<RouteTable> routes,
            Gates gates,
            WorkerSettings settings) {
        this.sweep = sweep;
        this.batches = batches;
        this.partitions = partitions;
        this.dedupKeys = dedupKeys;
        this.accounting = accounting;
        this.intake = intake;
        this.announcer = announcer;
        this.routes = routes;
        this.gates = gates;
        this.settings = settings;
    }

    /** What has stood for minutes without becoming what it should; zero when all is well. */
    void measure(MeterRegistry meters) {
        for (var cause : Cause.values()) {
            unaccounted(meters, cause.what(), cause.label(), () -> overdue.getOrDefault(cause, 0L));
        }
        unaccounted(meters, "callbacks", "set-aside", () -> setAside);
    }

    private static void unaccounted(MeterRegistry meters, String what, String cause, Supplier<Number> count) {
        Gauge.builder("callbackers.unaccounted", count)
                .tag("what", what)
                .tag("cause", cause)
                .description("In no final state for longer than it should be; the same number from every worker")
                .register(meters);
    }

    /** Until the result is disposed of. */
    Disposable start() {
        return Disposables.composite(
                every("due callbacks", settings.sweepEvery(), this::callbacks),
                every("due deliveries", settings.sweepEvery(), this::deliveries),
                every("planned retries", settings.sweepEvery(), this::retries),
                every("planned replays", settings.sweepEvery(), this::replays),
                every("routes in service", RELEASE, this::releaseRoutes),
                every("counts", RELEASE, sweep::sumUp),
                every("accounting", RELEASE, this::account),
                every("what was set aside", RELEASE, this::lookAtSetAside),
                every("partitions", Duration.ofHours(1), () -> partitions.ensure(DAYS_AHEAD)),
                every("keys of repeats", Duration.ofHours(1), dedupKeys::forgetPast),
                every("idle gates", Duration.ofMinutes(1), () -> Mono.fromRunnable(gates::evictIdle)));
    }

    /** Callbacks that were held back by a route which is in service now. */
    Mono<Void> releaseRoutes() {
        var inService = routes.get().routes().stream()
                .filter(route -> !route.suspend())
                .map(Route::name)
                .toList();
        return inService.isEmpty()
                ? Mono.empty()
                : sweep.releaseRoutes(inService).then();
    }

    private Mono<Void> account() {
        return accounting
                .unaccounted(Accounting.OVERDUE)
                .doOnNext(found -> overdue = found)
                .then();
    }

    private Mono<Void> lookAtSetAside() {
        return Mono.fromCallable(intake::setAsideCount)
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(found -> setAside = found)
                .then();
    }

    private Mono<Void> callbacks() {
        return untilDry(Work.CALLBACKS, limit -> sweep.callbacks(limit, settings.announceAgain()));
    }

    private Mono<Void> deliveries() {
        return untilDry(Work.DELIVERIES, limit -> sweep.deliveries(limit, settings.announceAgain()));
    }

    private Mono<Void> retries() {
        return untilDry(Work.DELIVERIES, batches::retries);
    }

    private Mono<Void> replays() {
        return untilDry(Work.CALLBACKS, batches::replays);
    }

    /**
     * While messages wait for this worker, what they tell of is due as well: each search takes a few then, the oldest, so
     * that what no message tells of is found all the same.
     */
    private Mono<Void> untilDry(Work work, IntFunction<Mono<List<UUID>>> due) {
        return Mono.defer(() -> due.apply(announcer.isBusy(work) ? FEW : BATCH))
                .flatMap(ids ->
                        Mono.fromCompletionStage(announcer.announce(work, ids)).thenReturn(ids.size()))
                .repeat()
                .takeUntil(found -> found < BATCH)
                .then();
    }

    private Disposable every(String what, Duration interval, Supplier<Mono<Void>> task) {
        var failing = new AtomicBoolean();
        return Mono.defer(task)
                .timeout(LONGEST)
                .doOnSuccess(done -> recovered(what, failing))
                .thenReturn(interval)
                .onErrorResume(error -> failed(what, error, failing, interval))
                .flatMap(SweepSchedule::pause)
                .repeat()
                .subscribe();
    }

    /** Spread, so that several workers do not search at the same moment. */
    private static Mono<Long> pause(Duration interval) {
        var millis = interval.toMillis();
        return Mono.delay(Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis * 3 / 4, millis * 5 / 4 + 1)));
    }

    private static Mono<Duration> failed(String what, Throwable error, AtomicBoolean failing, Duration interval) {
        if (!failing.getAndSet(true)) {
            LOG.atWarn()
                    .setMessage("sweep failed, it goes on")
                    .addKeyValue("sweep", what)
                    .setCause(error)
                    .log();
        }
        return Mono.just(interval.compareTo(AFTER_FAILURE) < 0 ? interval : AFTER_FAILURE);
    }

    private static void recovered(String what, AtomicBoolean failing) {
        if (failing.getAndSet(false)) {
            LOG.atInfo()
                    .setMessage("sweep works again")
                    .addKeyValue("sweep", what)
                    .log();
        }
    }
}

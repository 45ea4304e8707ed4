package com.callbackers.worker;

import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue.Listening;
import com.callbackers.worker.announce.Announcer;
import com.callbackers.worker.decide.Decider;
import com.callbackers.worker.deliver.Deliverer;
import com.callbackers.worker.intake.Intake;
import com.callbackers.worker.routes.Routes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * When a worker works: from the moment that the database and the rules are there, until it is asked to stop. Then it
 * takes nothing more and finishes what it has in hand.
 */
final class Shift implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

    private final Foundation foundation;
    private final Routes routes;
    private final Announcer announcer;
    private final Decider decider;
    private final Deliverer deliverer;
    private final Intake intake;
    private final SweepSchedule sweeps;
    private final Duration drain;
    private final Sinks.Empty<Void> rulesRead = Sinks.empty();

    private Disposable beginning = Disposables.disposed();
    private volatile boolean running;
    private volatile @Nullable UnderWay underWay;

    private record UnderWay(List<Listening> listening, Disposable sweeps) {}

    Shift(
            Foundation foundation,
            Routes routes,
            Announcer announcer,
            Decider decider,
            Deliverer deliverer,
            Intake intake,
            SweepSchedule sweeps,
            Duration drain) {
        this.foundation = foundation;
        this.routes = routes;
        this.announcer = announcer;
        this.decider = decider;
        this.deliverer = deliverer;
        this.intake = intake;
        this.sweeps = sweeps;
        this.drain = drain;
        routes.onChange(this::routesChanged);
    }

    /** Does not wait: the database may come later. */
    @Override
    public void start() {
        running = true;
        if (routes.loaded()) {
            rulesRead.tryEmitEmpty();
        }
        beginning = foundation.lay().then(rulesRead.asMono()).subscribe(ready -> {}, Shift::failed, this::begin);
    }

    /** Whether callbacks are acted on. */
    boolean isUnderWay() {
        return underWay != null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable stopped) {
        running = false;
        beginning.dispose();
        end().timeout(drain)
                .onErrorResume(late -> {
                    LOG.warn("stopping with work in hand, other workers will do it again");
                    return Mono.empty();
                })
                .doFinally(end -> stopped.run())
                .subscribe();
    }

    /** Before the first rules are read, every callback would look as if no route wanted it. */
    private void routesChanged() {
        rulesRead.tryEmitEmpty();
        if (isUnderWay()) {
            sweeps.releaseRoutes().onErrorComplete().subscribe();
        }
    }

    private synchronized void begin() {
        if (running) {
            var listening = List.of(
                    intake.listen(),
                    announcer.listen(Work.CALLBACKS, decider::decide),
                    announcer.listen(Work.DELIVERIES, deliverer::claim));
            underWay = new UnderWay(listening, sweeps.start());
            LOG.info("worker has begun");
        }
    }

    private synchronized Mono<Void> end() {
        var ending = underWay;
        underWay = null;
        if (ending == null) {
            return Mono.empty();
        }
        ending.sweeps().dispose();
        return Mono.when(ending.listening().stream().map(Shift::close).toList()).then(deliverer.drained());
    }

    /** Waits for what the listener has in hand, so each gets a thread of its own. */
    private static Mono<Void> close(Listening listening) {
        return Mono.<Void>fromRunnable(listening::close).subscribeOn(Schedulers.boundedElastic());
    }

    private static void failed(Throwable error) {
        LOG.atError().setMessage("worker could not begin").setCause(error).log();
    }
}

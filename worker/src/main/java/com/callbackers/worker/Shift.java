package com.callbackers.worker;

import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue.Listening;
import com.callbackers.worker.batch.Announcer;
import com.callbackers.worker.decide.Decider;
import com.callbackers.worker.deliver.Deliverer;
import com.callbackers.worker.routes.Routes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * When a worker works: from the moment that the database and the rules are there until it is asked to stop. Then it takes
 * nothing more, and finishes what it has in hand.
 */
final class Shift implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

    private final Foundation foundation;
    private final Routes routes;
    private final Announcer announcer;
    private final Decider decider;
    private final Deliverer deliverer;
    private final SweepSchedule sweeps;
    private final Duration drain;
    private final Sinks.Empty<Void> rulesRead = Sinks.empty();

    private volatile boolean running;
    private volatile boolean working;
    private Disposable beginning = Disposables.disposed();
    private @Nullable Work_ work;

    private record Work_(List<Listening> listening, Disposable sweeps) {}
}

package com.callbackers.worker.gate;

import com.callbackers.route.Target.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Stands before one destination. A short wait is waited here; for a longer one the delivery is turned away with the
 * moment to come back, so a slow destination holds neither memory nor the deliveries of others.
 */
public final class Gate {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 256;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Scheduler timer;
    private final DoubleSupplier random;
    private final Breaker breaker = new Breaker();
    private final Pace pace;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::slot));
    private int inFlight;
    private double averageMillis;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant lastUsed = Instant.EPOCH;

    private record Waiting(
            UUID delivery, Limits limits, Instant slot, MonoSink<Admission> sink, Disposable.Composite timers) {}

    private record Answer(MonoSink<Admission> sink, Admission admission) {}

    Gate(Clock clock, Scheduler timer, DoubleSupplier random) {
        this.clock = clock;
        this.timer = timer;
        this.random = random;
        this.pace = new Pace(random);
    }

    /** Asks for a delivery to go; answered within about two seconds. */
    public Mono<Admission> enter(UUID delivery, Limits limits) {
        return Mono.create(sink -> tell(admit(delivery, limits, sink)));
    }

    /** After a request that the destination answered, well or with a complaint about the request. */
    public void leaveWell(Limits limits, Duration took) {
        tell(left(limits, took, true, breaker::succeeded));
    }

    /** After a request that failed by the destination's fault. */
    public void leaveFailed(Limits limits, Duration took) {
        tell(left(limits, took, true, () -> breaker.failed(clock.instant(), limits)));
    }

    /** After a request that says nothing about the destination, such as one that was never sent. */
    public void leave(Limits limits) {
        tell(left(limits, Duration.ZERO, false, breaker::undecided));
    }

    /** The destination asked for a pause. */
    public synchronized void pause(Instant until) {
        var longest = clock.instant().plus(LONGEST_PAUSE);
        pausedUntil = until.isBefore(longest) ? until : longest;
    }

    synchronized boolean idleSince(Instant moment) {
        pace.forget(clock.instant());
        return inFlight == 0 && waiting.isEmpty() && pace.idle() && breaker.idle() && lastUsed.isBefore(moment);
    }

    private synchronized List<Answer> admit(UUID delivery, Limits limits, MonoSink<Admission> sink) {
        var now = clock.instant();
        lastUsed = now;
        if (breaker.openUntil() != null) {
            return List.of(new Answer(sink, probeOrBroken(now, limits)));
        }
        if (now.isBefore(pausedUntil)) {
            return List.of(new Answer(sink, new Admission.Later(afterPause(limits))));
        }
        var slot = pace.next(delivery, now, limits);
        if (slot.isAfter(now.plus(PATIENCE)) || queueIsLong(limits)) {
            return List.of(new Answer(sink, new Admission.Later(pace.promise(delivery, now, interval(limits)))));
        }
        pace.take(delivery, slot, limits);
        var entry = new Waiting(delivery, limits, slot, sink, Disposables.composite());
        waiting.add(entry);
        var answers = released(now);
        if (waiting.contains(entry)) {
            wait(entry, now);
        }
        return answers;
    }

    private Admission probeOrBroken(Instant now, Limits limits) {
        if (breaker.probe(now)) {
            inFlight++;
            return new Admission.Go();
        }
        return broken(now, limits);
    }

    private Admission broken(Instant now, Limits limits) {
        var probe = breaker.openUntil();
        var from = probe == null || probe.isBefore(now) ? now.plus(limits.probeEvery()) : probe;
        return new Admission.Broken(
                from.plus(spread(limits.probeEvery())),
                "the destination failed %d times in a row and is asked again now and then"
                        .formatted(limits.breakerFailures()));
    }

    private Instant afterPause(Limits limits) {
        var interval = interval(limits);
        return pausedUntil.plus(spread(interval.compareTo(PATIENCE) > 0 ? interval : PATIENCE));
    }

    private Duration spread(Duration over) {
        return Duration.ofMillis((long) (random.getAsDouble() * over.toMillis() / 3));
    }

    private boolean queueIsLong(Limits limits) {
        return waiting.size() >= MOST_WAITING
                || (inFlight >= limits.concurrency()
                        && interval(limits).multipliedBy(waiting.size() + 1).compareTo(PATIENCE) > 0);
    }

    /** From one delivery to the next, as the destination's pace or its slowness allows. */
    private Duration interval(Limits limits) {
        var slowness = Duration.ofMillis(Math.round(averageMillis / Math.max(1, limits.concurrency())));
        var asked = Pace.interval(limits);
        return asked.compareTo(slowness) > 0 ? asked : slowness;
    }

    private void wait(Waiting entry, Instant now) {
        var untilSlot = Duration.between(now, entry.slot()).toMillis();
        if (untilSlot > 0) {
            entry.timers().add(timer.schedule(this::release, untilSlot + 1, TimeUnit.MILLISECONDS));
        }
        entry.timers().add(timer.schedule(() -> giveUp(entry), untilSlot + PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void release() {
        List<Answer> answers;
        synchronized (this) {
            answers = released(clock.instant());
        }
        tell(answers);
    }

    private void giveUp(Waiting entry) {
        Admission admission;
        synchronized (this) {
            if (!waiting.remove(entry)) {
                return;
            }
            admission = new Admission.Later(pace.promise(entry.delivery(), clock.instant(), interval(entry.limits())));
        }
        entry.sink().success(admission);
    }

    private synchronized List<Answer> left(Limits limits, Duration took, boolean counts, Runnable result) {
        inFlight--;
        if (counts) {
            averageMillis = averageMillis == 0 ? took.toMillis() : 0.8 * averageMillis + 0.2 * took.toMillis();
        }
        result.run();
        return breaker.openUntil() == null ? released(clock.instant()) : allBroken(limits);
    }

    private List<Answer> released(Instant now) {
        var answers = new ArrayList<Answer>();
        for (var head = waiting.peek();
                head != null
                        && inFlight < Math.max(1, head.limits().concurrency())
                        && !head.slot().isAfter(now);
                head = waiting.peek()) {
            waiting.remove();
            head.timers().dispose();
            inFlight++;
            answers.add(new Answer(head.sink(), new Admission.Go()));
        }
        return answers;
    }

    private List<Answer> allBroken(Limits limits) {
        var answers = waiting.stream()
                .map(entry -> new Answer(entry.sink(), broken(clock.instant(), limits)))
                .toList();
        waiting.forEach(entry -> entry.timers().dispose());
        waiting.clear();
        return answers;
    }

    /** Outside the lock, since what follows an answer runs right here. */
    private static void tell(List<Answer> answers) {
        answers.forEach(answer -> answer.sink().success(answer.admission()));
    }
}

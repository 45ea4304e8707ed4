package com.callbackers.operator.workers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which workers are ready, what each holds, and which routes are waited for. Routes are told as namespace/name.
 *
 * <p>Every ready worker holds what is not newer than the least that one of them reports: the watermark. When it rises,
 * only the routes that it passes are looked at. What gets worse, such as a new worker that has not reported yet, is told
 * a little later: mostly it is well again by then.
 */
public final class Workers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration WORKERS_PACE = Duration.ofMillis(200);
    private static final long NOTHING = -1;

    private final Consumer<Set<String>> changed;
    private final Consumer<Duration> programmed;
    private final Set<String> ready = new TreeSet<>();
    private final Map<String, Report> reports = new HashMap<>();
    private final Map<String, Tracked> routes = new HashMap<>();
    private final NavigableSet<Tracked> byVersion =
            new TreeSet<>(Comparator.comparingLong(Tracked::version).thenComparing(Tracked::route));
    private final Set<String> later = new HashSet<>();
    private boolean laterIsDue;
    private final Map<String, Long> soon = new HashMap<>();
    private boolean soonIsDue;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("workers").factory());

    /**
     * @param version of the route's compiled object
     * @param told how it stood when it was looked at last
     * @param since when this version is waited for, in nanoseconds
     */
    private record Tracked(String route, long version, Holding told, long since) {}

    /**
     * @param changed given the routes that stand differently than when they were looked at last
     * @param programmed given how long it took until every worker held a route
     */
    public Workers(Consumer<Set<String>> changed, Consumer<Duration> programmed) {
        this.changed = changed;
        this.programmed = programmed;
    }

    /** How a route stands; from now on a change is told. */
    public synchronized Holding look(String route, long version) {
        var now = holding(route, version);
        var before = routes.get(route);
        var since = before != null && before.version() == version ? before.since() : System.nanoTime();
        track(before, new Tracked(route, version, now, since));
        return now;
    }

    /** Has the route looked at again when all workers hold it, or a little later when they do not. */
    public synchronized void lookSoon(String route) {
        var tracked = routes.get(route);
        if (tracked != null) {
            soon.put(route, tracked.version());
            soonIsDue = soonIsDue || schedule(this::lookAtTheSoon, WORKERS_PACE);
        }
    }

    private void lookAtTheSoon() {
        var now = new HashSet<String>();
        synchronized (this) {
            soonIsDue = false;
            soon.forEach((route, version) -> {
                var tracked = routes.get(route);
                if (tracked != null && tracked.version() == version) {
                    now.add(route);
                }
            });
            soon.clear();
        }
        tell(now);
    }

    private void track(@Nullable Tracked before, Tracked now) {
        if (before != null) {
            byVersion.remove(before);
            if (before.version() == now.version()
                    && now.told().isComplete()
                    && !before.told().isComplete()) {
                programmed.accept(Duration.ofNanos(System.nanoTime() - before.since()));
            }
        }
        routes.put(now.route(), now);
        byVersion.add(now);
    }

    public synchronized void forget(String route) {
        var before = routes.remove(route);
        if (before != null) {
            byVersion.remove(before);
        }
    }

    public synchronized int ready() {
        return ready.size();
    }

    /** How many routes are not held by every ready worker. */
    public synchronized long pending() {
        var watermark = watermark();
        return watermark == NOTHING ? routes.size() : above(watermark).size();
    }

    private Holding holding(String route, long version) {
        int holding = 0;
        var refusals = new TreeMap<String, String>();
        for (var worker : ready) {
            var report = reports.getOrDefault(worker, Report.NOTHING);
            if (report.version() < version) {
                continue;
            }
            var refusal = report.refused().get(route);
            if (refusal == null) {
                holding++;
            } else {
                refusals.put(worker, refusal);
            }
        }
        return new Holding(ready.size(), holding, refusals);
    }

    public void pod(Pod pod) {
        var name = pod.getMetadata().getName();
        change(() -> isReady(pod) ? ready.add(name) : ready.remove(name));
    }

    public void podGone(Pod pod) {
        change(() -> ready.remove(pod.getMetadata().getName()));
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    public void report(Lease lease) {
        var worker = worker(lease);
        if (worker != null) {
            change(worker, Report.of(lease));
        }
    }

    public void reportGone(Lease lease) {
        var worker = worker(lease);
        if (worker != null) {
            change(worker, Report.NOTHING);
        }
    }

    private static @Nullable String worker(Lease lease) {
        return lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
    }

    private void change(String worker, Report report) {
        Set<String> now;
        synchronized (this) {
            var before = reports.getOrDefault(worker, Report.NOTHING);
            if (before.equals(report)) {
                return;
            }
            var watermark = watermark();
            reports.put(worker, report);
            now = passed(watermark);
            if (ready.contains(worker)) {
                between(before.version(), report.version()).forEach(this::lookLater);
                differing(before.refused(), report.refused())
                        .filter(this::hasMoved)
                        .forEach(now::add);
            }
        }
        tell(now);
    }

    private static Stream<String> differing(Map<String, String> before, Map<String, String> now) {
        return Stream.concat(before.keySet().stream(), now.keySet().stream())
                .filter(route -> !Objects.equals(before.get(route), now.get(route)));
    }

    private void change(BooleanSupplier ofTheReady) {
        Set<String> now;
        synchronized (this) {
            var watermark = watermark();
            if (!ofTheReady.getAsBoolean()) {
                return;
            }
            now = passed(watermark);
            // of more or fewer workers now
            above(watermark()).forEach(tracked -> lookLater(tracked.route()));
        }
        tell(now);
    }

    /** The routes that the watermark has risen above and that every worker holds now; those it fell below are looked at later. */
    private Set<String> passed(long before) {
        var after = watermark();
        if (after < before) {
            between(after, before).forEach(this::lookLater);
            return new HashSet<>();
        }
        return between(before, after).filter(this::hasMoved).collect(Collectors.toCollection(HashSet::new));
    }

    /** The version up to which every ready worker has taken all routes. */
    private long watermark() {
        return ready.stream()
                .mapToLong(
                        worker -> reports.getOrDefault(worker, Report.NOTHING).version())
                .min()
                .orElse(NOTHING);
    }

    /** Routes with a version above one of them and not above the other. */
    private Stream<String> between(long one, long other) {
        return byVersion.subSet(first(Math.min(one, other)), true, first(Math.max(one, other)), false).stream()
                .map(Tracked::route);
    }

    private NavigableSet<Tracked> above(long version) {
        return byVersion.tailSet(first(version), true);
    }

    /** Of those with a greater version. */
    private static Tracked first(long version) {
        return new Tracked("", version + 1, Holding.NOBODY, 0);
    }

    private boolean hasMoved(String route) {
        var tracked = routes.get(route);
        return tracked != null && !tracked.told().isAsGoodAs(holding(route, tracked.version()));
    }

    private void lookLater(String route) {
        later.add(route);
        laterIsDue = laterIsDue || schedule(this::lookAtTheLater, PATIENCE);
    }

    private boolean schedule(Runnable look, Duration delay) {
        try {
            var unused = timer.schedule(look, delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            // closed
            return false;
        }
    }

    private void lookAtTheLater() {
        var now = new HashSet<String>();
        synchronized (this) {
            laterIsDue = false;
            later.stream().filter(this::hasMoved).forEach(now::add);
            later.clear();
        }
        tell(now);
    }

    /** Once: they are looked at, and looked at again if that fails. */
    private void tell(Set<String> moved) {
        if (moved.isEmpty()) {
            return;
        }
        synchronized (this) {
            moved.forEach(this::isTold);
        }
        changed.accept(moved);
    }

    private void isTold(String route) {
        soon.remove(route);
        var before = routes.get(route);
        if (before != null) {
            track(before, new Tracked(route, before.version(), holding(route, before.version()), before.since()));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

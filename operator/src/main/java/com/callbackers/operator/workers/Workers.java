package com.callbackers.operator.workers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Which workers are ready, what each holds, and which routes are waited for. Routes are told as namespace/name. */
public final class Workers {

    private final Consumer<Set<String>> changed;
    private final Set<String> ready = new TreeSet<>();
    private final Map<String, Report> reports = new HashMap<>();
    private final Map<String, Tracked> routes = new HashMap<>();

    /**
     * @param version of the route's compiled object
     * @param told how it stood when it was looked at last
     */
    private record Tracked(long version, Holding told) {}

    /** @param changed given the routes that stand differently than when they were looked at last */
    public Workers(Consumer<Set<String>> changed) {
        this.changed = changed;
    }

    /** How a route stands; from now on a change is told. */
    public synchronized Holding look(String route, long version) {
        var now = holding(route, version);
        routes.put(route, new Tracked(version, now));
        return now;
    }

    public synchronized void forget(String route) {
        routes.remove(route);
    }

    private Holding holding(String route, long version) {
        int holding = 0;
        var refusals = new TreeMap<String, String>();
        for (var worker : ready) {
            var report = reports.getOrDefault(worker, Report.NOTHING);
            if (report.holds(route, version)) {
                holding++;
            } else if (report.version() >= version) {
                refusals.put(worker, report.refused().getOrDefault(route, ""));
            }
        }
        return new Holding(ready.size(), holding, refusals);
    }

    public void pod(Pod pod) {
        change(() -> {
            if (isReady(pod)) {
                ready.add(pod.getMetadata().getName());
            } else {
                ready.remove(pod.getMetadata().getName());
            }
        });
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
        change(() -> {
            if (lease.getSpec() != null && lease.getSpec().getHolderIdentity() != null) {
                reports.put(lease.getSpec().getHolderIdentity(), Report.of(lease));
            }
        });
    }

    public void reportGone(Lease lease) {
        change(() -> {
            if (lease.getSpec() != null) {
                reports.remove(lease.getSpec().getHolderIdentity());
            }
        });
    }

    private void change(Runnable change) {
        Set<String> moved;
        synchronized (this) {
            var before = Set.copyOf(ready);
            var reportsBefore = Map.copyOf(reports);
            change.run();
            if (before.equals(ready) && reportsBefore.equals(reports)) {
                return;
            }
            moved = moved();
        }
        if (!moved.isEmpty()) {
            changed.accept(moved);
        }
    }

    /** Complete or no longer, or refused: how many hold it meanwhile is not worth writing down for each route. */
    private Set<String> moved() {
        var moved = new HashSet<String>();
        routes.forEach((route, tracked) -> {
            var now = holding(route, tracked.version());
            var told = tracked.told();
            if (now.isComplete() != told.isComplete() || !now.refusals().equals(told.refusals())) {
                moved.add(route);
            }
        });
        return moved;
    }
}

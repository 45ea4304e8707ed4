package com.callbackers.operator.routes;

import com.callbackers.operator.cluster.OwnObjects;
import com.callbackers.operator.exposure.Exposing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator does once, beside the routes: makes what is there without them, removes what is there for routes that
 * were deleted while no operator was, and when it has seen every route once, removes what another way of exposing hosts
 * has left behind. What fails is tried again.
 */
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final OwnObjects<Secret> compiled;
    private final Exposing exposing;
    private final Predicate<String> gone;
    private final Set<String> unseen = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());

    /** @param gone whether a route, told as namespace/name, is gone for certain, whatever the watch knows */
    public Housekeeping(OwnObjects<Secret> compiled, Exposing exposing, Predicate<String> gone) {
        this.compiled = compiled;
        this.exposing = exposing;
        this.gone = gone;
    }

    /** @param present all routes that there are */
    void begin(Supplier<Set<String>> present) {
        synchronized (unseen) {
            unseen.addAll(present.get());
        }
        untilDone(() -> {
            exposing.begin();
            sweep(present.get());
        });
        seen("");
    }

    /** A route was reconciled. */
    void seen(String route) {
        synchronized (unseen) {
            if (!unseen.remove(route) && !route.isEmpty()) {
                return;
            }
            if (!unseen.isEmpty()) {
                return;
            }
        }
        untilDone(exposing::removeLeftovers);
    }

    private void sweep(Set<String> present) {
        var known = new HashSet<>(present);
        exposing.ofOthers(present).stream()
                .filter(object -> isOrphan(object, known))
                .forEach(exposing::remove);
        compiled.all()
                .filter(secret ->
                        OwnObjects.route(secret).filter(present::contains).isEmpty())
                .filter(secret -> isOrphan(secret, known))
                .forEach(compiled::remove);
    }

    private boolean isOrphan(HasMetadata object, Set<String> known) {
        return OwnObjects.route(object)
                .filter(route -> !known.contains(route))
                .filter(route -> gone.test(route) || !known.add(route))
                .isPresent();
    }

    private void untilDone(Runnable task) {
        later(
                () -> {
                    try {
                        task.run();
                    } catch (KubernetesClientException e) {
                        LOG.atWarn()
                                .addKeyValue("cause", Failures.told(e))
                                .log("Housekeeping could not be done and is tried again");
                        untilDone(task, AGAIN);
                    }
                },
                Duration.ZERO);
    }

    private void untilDone(Runnable task, Duration delay) {
        later(() -> untilDone(task), delay);
    }

    private void later(Runnable task, Duration delay) {
        try {
            var unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

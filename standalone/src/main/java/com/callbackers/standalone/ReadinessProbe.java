package com.callbackers.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks whether a part is ready, again and again, and tells when that changes: what a kubelet does for a Pod. */
final class ReadinessProbe implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessProbe.class);
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("probe").daemon().factory());
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final HttpRequest request;
    private final Consumer<Boolean> changed;
    private boolean ready;

    private ReadinessProbe(URI readiness, Consumer<Boolean> changed) {
        this.request = HttpRequest.newBuilder(readiness).timeout(TIMEOUT).build();
        this.changed = changed;
    }

    /** @param changed told of each change; it begins as not ready */
    static ReadinessProbe start(URI readiness, Consumer<Boolean> changed) {
        var probe = new ReadinessProbe(readiness, changed);
        var unused = probe.thread.scheduleWithFixedDelay(probe::probe, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return probe;
    }

    private void probe() {
        try {
            var now = isReady();
            if (now != ready) {
                changed.accept(now);
                ready = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("A change of readiness could not be told, which is tried again");
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        http.shutdownNow();
    }
}

package com.callbackers.operator;

import com.callbackers.operator.cluster.Cluster;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.stored.StoredRoute;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time until the API knows our kinds and lets them be read; it is waited for, however long it takes. */
final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final Cluster cluster;
    private final CompletableFuture<Void> ended;

    /** @param ended when it is not waited for any more */
    Beginning(OperatorSettings settings, KubernetesClient client, Cluster cluster, CompletableFuture<Void> ended) {
        this.settings = settings;
        this.client = client;
        this.cluster = cluster;
        this.ended = ended;
    }

    void await() throws InterruptedException {
        var known = cluster.start();
        while (!isDone(CompletableFuture.anyOf(known, ended), PATIENCE)) {
            LOG.atWarn()
                    .addKeyValue("kinds", cluster.unknown())
                    .log("Waiting until the Kubernetes API is there and lets these be read");
        }
        awaitRoutes();
    }

    /** Whether routes can be listed has to be certain before anything is decided by there being none. */
    private void awaitRoutes() throws InterruptedException {
        var isTold = false;
        while (!ended.isDone() && !areRoutesReadable()) {
            if (!isTold) {
                isTold = true;
                LOG.warn("Waiting until the Kubernetes API knows CallbackRoutes and lets them be read");
            }
            isDone(ended, AGAIN);
        }
    }

    private boolean areRoutesReadable() {
        var one = new ListOptionsBuilder().withLimit(1L).build();
        var routes = client.resources(StoredRoute.class);
        try {
            if (settings.watchNamespaces().isEmpty()) {
                routes.inAnyNamespace().list(one);
            }
            settings.watchNamespaces()
                    .forEach(namespace -> routes.inNamespace(namespace).list(one));
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static boolean isDone(Future<?> future, Duration patience) throws InterruptedException {
        try {
            future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cluster cannot be watched", e.getCause());
        }
    }
}

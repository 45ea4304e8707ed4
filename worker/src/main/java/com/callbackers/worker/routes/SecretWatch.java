package com.callbackers.worker.routes;

import com.callbackers.compiler.CompiledSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the Secrets of compiled routes, and gathers what changes until it is asked for. */
final class SecretWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);

    /** A first list of many thousand routes comes in parts, which are smaller than all of it. */
    private static final long LISTED_AT_ONCE = 500;

    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final SharedIndexInformer<Secret> informer;
    private final Delay unread;
    private final Delay away;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Map<String, Change> changes = new LinkedHashMap<>();
    private String version = "";
    private String taken = "";
    private boolean listing = true;

    /** Of the thread that looks. */
    private long seenOpen = System.nanoTime();

    SecretWatch(KubernetesClient kubernetes, String namespace) {
        var url = kubernetes.getMasterUrl();
        unread = new Delay(LOG, "Routes cannot be read from the Kubernetes API at " + url + ", which is tried again");
        away = new Delay(LOG, "Changed routes are not seen until the Kubernetes API at " + url + " is back");
        informer = kubernetes
                .secrets()
                .inNamespace(namespace)
                .withLabels(CompiledSecret.LABELS)
                .withLimit(LISTED_AT_ONCE)
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE, Secret.class, kubernetes.getKubernetesSerialization()))
                .exceptionHandler(this::tryAgain)
                .addEventHandler(new Gathering());
    }

    /** What became of a Secret. */
    sealed interface Change {

        record Written(Secret secret) implements Change {

            @Override
            public String toString() {
                return "Written[" + secret.getMetadata().getName() + "]";
            }
        }

        record Deleted() implements Change {}
    }

    /**
     * What changed since the last time.
     *
     * @param secrets by name
     * @param version of Kubernetes, up to which all that happened was given out
     */
    record Changes(Map<String, Change> secrets, String version) {}

    /** Does not wait for the API to be there. */
    void start() {
        var unused = informer.start();
    }

    /** Waits for changes; for the first ones until all that there is has been listed. */
    Optional<Changes> take(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var nanos = atMost.toNanos();
            while (!hasNews()) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = news.awaitNanos(nanos);
            }
            var given = new Changes(changes, version);
            changes = new LinkedHashMap<>();
            taken = version;
            return Optional.of(given);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasNews() {
        return !version.isEmpty() && (!changes.isEmpty() || !version.equals(taken));
    }

    /** Tells when the API went away and when it is back. Between two watches there is always a moment without one. */
    void look() {
        var now = System.nanoTime();
        if (informer.isWatching()) {
            seenOpen = now;
            if (away.end()) {
                LOG.info("The Kubernetes API is back");
            }
        } else if (informer.hasSynced() && now - seenOpen > MOMENT.toNanos()) {
            away.tell("no watch is open");
        }
    }

    private boolean tryAgain(boolean started, Throwable error) {
        if (informer.isRunning()) {
            unread.tell(KubernetesAccess.words(error));
        }
        return true;
    }

    @Override
    public void close() {
        informer.close();
    }

    /** Events come one after another, in the order of their versions except within a list. */
    private final class Gathering implements ResourceEventHandler<Secret> {

        @Override
        public void onBeforeList(String lastSyncResourceVersion) {
            gather(() -> listing = true);
        }

        @Override
        public void onAdd(Secret secret) {
            written(secret);
        }

        @Override
        public void onUpdate(Secret before, Secret now) {
            written(now);
        }

        private void written(Secret secret) {
            gather(() -> put(secret, new Change.Written(secret)));
        }

        @Override
        public void onDelete(Secret secret, boolean finalStateUnknown) {
            gather(() -> put(secret, new Change.Deleted()));
        }

        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            gather(() -> {
                listing = false;
                version = resourceVersion;
            });
            if (unread.end()) {
                LOG.info("Routes can be read from the Kubernetes API");
            }
        }

        private void put(Secret secret, Change change) {
            changes.put(secret.getMetadata().getName(), change);
            if (!listing) {
                version = secret.getMetadata().getResourceVersion();
            }
        }

        private void gather(Runnable change) {
            lock.lock();
            try {
                change.run();
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}

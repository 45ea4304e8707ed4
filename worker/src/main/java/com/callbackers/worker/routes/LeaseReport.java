package com.callbackers.worker.routes;

import com.callbackers.worker.routes.RouteSettings.Kubernetes;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Lease that tells what this worker holds, on a thread of its own: written soon after that changed, until it is
 * through, and not otherwise.
 */
final class LeaseReport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseReport.class);

    private static final String MANAGER = "callbackers-worker";
    private static final Map<String, String> LABELS = Map.of(
            "callbackers.com/kind", "worker-report",
            "app.kubernetes.io/name", "callbackers",
            "app.kubernetes.io/part-of", "callbackers",
            "app.kubernetes.io/component", "worker");

    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final KubernetesClient kubernetes;
    private final Kubernetes place;
    private final Duration look;
    private final Thread thread = Thread.ofPlatform().name("routes-report").daemon().unstarted(this::keep);
    private final AtomicReference<@Nullable Holding> wanted = new AtomicReference<>();
    private final Semaphore news = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Delay delay = new Delay(LOG, "What this worker holds cannot be reported yet, which is tried again");

    /** What the Lease was last made to say. For the one thread. */
    private @Nullable Map<String, String> written;

    private volatile boolean through;

    LeaseReport(KubernetesClient kubernetes, Kubernetes place) {
        this(kubernetes, place, LOOK);
    }

    /** @param look how often to see whether the Lease is still there */
    LeaseReport(KubernetesClient kubernetes, Kubernetes place, Duration look) {
        this.kubernetes = kubernetes;
        this.place = place;
        this.look = look;
    }

    void start() {
        thread.start();
    }

    /** Does not wait. */
    void tell(Holding holding) {
        if (!holding.equals(wanted.getAndSet(holding))) {
            news.release();
        }
    }

    /** Whether anything was told yet. */
    boolean isThrough() {
        return through;
    }

    private void keep() {
        try {
            do {
                var pause = brought() ? look : RETRY;
                var unused = news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            } while (!closing.await(GATHER.toMillis(), TimeUnit.MILLISECONDS));
            takeBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean brought() {
        news.drainPermits();
        try {
            bring();
            delay.end();
            return true;
        } catch (KubernetesClientException e) {
            delay.tell(KubernetesAccess.words(e));
            return false;
        }
    }

    /** Before there is anything to tell, what a worker of the same name held once is not left standing. */
    private void bring() {
        var holding = wanted.get();
        var annotations = holding == null ? Map.<String, String>of() : holding.annotations();
        if (holding != null && !annotations.equals(written)) {
            apply(annotations);
            through = true;
            return;
        }
        var lease = lease().get();
        if (lease == null ? holding != null : !annotations.equals(told(lease))) {
            apply(annotations);
        }
    }

    private static Map<String, String> told(Lease lease) {
        var annotations = lease.getMetadata().getAnnotations();
        var told = new HashMap<>(annotations == null ? Map.of() : annotations);
        told.keySet().retainAll(List.of(Holding.VERSION, Holding.REFUSED));
        return told;
    }

    private void apply(Map<String, String> annotations) {
        kubernetes
                .resource(desired(annotations))
                .fieldManager(MANAGER)
                .forceConflicts()
                .serverSideApply();
        written = annotations;
    }

    private Lease desired(Map<String, String> annotations) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(place.namespace())
                .withName(name())
                .withLabels(LABELS)
                .withAnnotations(annotations)
                .withOwnerReferences(owners())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(place.podName())
                .endSpec()
                .build();
    }

    private List<OwnerReference> owners() {
        return place.podUid().isEmpty()
                ? List.of()
                : List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(place.podName())
                        .withUid(place.podUid())
                        .build());
    }

    private String name() {
        return "worker-" + place.podName();
    }

    private Resource<Lease> lease() {
        return kubernetes.leases().inNamespace(place.namespace()).withName(name());
    }

    /** Where this does not succeed, the Lease goes with the Pod. */
    private void takeBack() {
        try {
            lease().delete();
        } catch (KubernetesClientException e) {
            LOG.debug("The report was not taken back", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        news.release();
        try {
            if (!thread.join(FAREWELL)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

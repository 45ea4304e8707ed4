package com.callbackers.operator;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes compiled routes and reports what it holds, as a worker does. */
final class FakeWorker implements AutoCloseable {

    private static final int COALESCED_MILLIS = 50;

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Map<String, String> refused = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final SharedIndexInformer<Secret> secrets;
    private long version;
    private boolean isDue;
    private boolean isReporting = true;

    FakeWorker(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        secrets = client.secrets()
                .inNamespace(namespace)
                .withLabel("callbackers.com/kind", "compiled-route")
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Secret secret) {
                        took(secret);
                    }

                    @Override
                    public void onUpdate(Secret before, Secret secret) {
                        took(secret);
                    }

                    @Override
                    public void onDelete(Secret secret, boolean unknown) {
                        took(secret);
                    }
                });
        synchronized (this) {
            version = Math.max(version, Long.parseLong(secrets.lastSyncResourceVersion()));
        }
        report();
        pod(true);
    }

    private synchronized void took(Secret secret) {
        version = Math.max(version, Long.parseLong(secret.getMetadata().getResourceVersion()));
        reportSoon();
    }

    private synchronized void reportSoon() {
        if (isReporting && !isDue) {
            isDue = true;
            var unused = thread.schedule(this::report, COALESCED_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Falls behind: what it takes is not told. */
    synchronized void stopReporting() {
        isReporting = false;
    }

    synchronized void reportAgain() {
        isReporting = true;
        reportSoon();
    }

    synchronized void refuse(String route, String reason) {
        refused.put(route, reason);
        reportSoon();
    }

    private void report() {
        long now;
        Map<String, String> reasons;
        synchronized (this) {
            isDue = false;
            now = version;
            reasons = Map.copyOf(refused);
        }
        client.leases()
                .inNamespace(namespace)
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("worker-" + name)
                        .withNamespace(namespace)
                        .addToLabels("callbackers.com/kind", "worker-report")
                        .addToLabels("app.kubernetes.io/component", "worker")
                        .addToAnnotations("callbackers.com/routes-version", Long.toString(now))
                        .addToAnnotations(
                                reasons.isEmpty()
                                        ? Map.of()
                                        : Map.of(
                                                "callbackers.com/refused-routes",
                                                client.getKubernetesSerialization()
                                                        .asJson(reasons)))
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name)
                        .endSpec()
                        .build())
                .fieldManager("worker")
                .forceConflicts()
                .serverSideApply();
    }

    void pod(boolean ready) {
        client.pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("app.kubernetes.io/part-of", "callbackers")
                        .addToLabels("app.kubernetes.io/component", "worker")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("worker")
                        .withImage("worker")
                        .endContainer()
                        .endSpec()
                        .build())
                .fieldManager("test")
                .forceConflicts()
                .serverSideApply();
        client.pods().inNamespace(namespace).withName(name).editStatus(pod -> new PodBuilder(pod)
                .editOrNewStatus()
                .withConditions()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build());
    }

    @Override
    public void close() {
        secrets.close();
        thread.shutdownNow();
    }
}

package com.callbackers.standalone;

import com.callbackers.localkube.LocalKube;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a cluster has before Callbackers comes: an API, our kinds, a namespace, and pods that say whether they are ready. */
final class Cluster implements AutoCloseable {

    static final String NAMESPACE = "callbackers-system";
    static final String WORKER = "worker";

    private static final List<String> KINDS =
            List.of("callbackroutes.callbackers.com.yaml", "callbackdestinations.callbackers.com.yaml");
    private static final String FIELD_MANAGER = "callbackers-standalone";

    private final LocalKube api;
    private final KubernetesClient client;

    private Cluster(LocalKube api, KubernetesClient client) {
        this.api = api;
        this.client = client;
    }

    /** @param data where the API keeps its objects */
    static Cluster start(int port, Path data) throws IOException {
        var api = LocalKube.start(port, data);
        // For every client in this process: this API, and nobody's kubeconfig.
        System.setProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, api.url());
        System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
        System.setProperty(Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY, "false");
        System.setProperty(Config.KUBERNETES_NAMESPACE_SYSTEM_PROPERTY, NAMESPACE);
        var cluster = new Cluster(api, client());
        cluster.prepare();
        return cluster;
    }

    static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.autoConfigure(null)).build())
                .build();
    }

    private void prepare() {
        KINDS.forEach(this::applyKind);
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .endMetadata()
                .build());
        // An earlier run may have left it as ready.
        worker(false);
    }

    private void applyKind(String file) {
        try (var yaml = Cluster.class.getResourceAsStream("/" + file)) {
            client.load(yaml).resources().forEach(kind -> kind.fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody runs pods here; this one stands for the worker of this process. */
    Pod worker(boolean ready) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(WORKER)
                .withNamespace(NAMESPACE)
                .withLabels(Map.of(
                        "app.kubernetes.io/name", "callbackers",
                        "app.kubernetes.io/part-of", "callbackers",
                        "app.kubernetes.io/component", "worker"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("worker")
                .withImage("callbackers")
                .endContainer()
                .endSpec();
        var applied = apply(pod.build());
        client.pods()
                .inNamespace(NAMESPACE)
                .withName(WORKER)
                .editStatus(now -> new PodBuilder(now)
                        .withNewStatus()
                        .withPhase("Running")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .endCondition()
                        .endStatus()
                        .build());
        return applied;
    }

    private <T extends io.fabric8.kubernetes.api.model.HasMetadata> T apply(T resource) {
        return client.resource(resource)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    KubernetesClient api() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }
}

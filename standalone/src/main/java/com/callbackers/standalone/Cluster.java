package com.callbackers.standalone;

import com.callbackers.localkube.LocalKube;
import com.callbackers.resources.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Map;

/** What a cluster has before Callbackers comes: an API, our kinds, a namespace, and a Pod for the worker. */
final class Cluster implements AutoCloseable {

    static final String NAMESPACE = "callbackers-system";
    static final String WORKER = "worker";

    private static final String FIELD_MANAGER = "callbackers-standalone";

    private final LocalKube api;
    private final KubernetesClient client;

    private Cluster(LocalKube api, KubernetesClient client) {
        this.api = api;
        this.client = client;
    }

    /** @param data where the API keeps its objects */
    static Cluster start(int port, Path data) {
        var api = LocalKube.start(LocalKube.Settings.inMemory().withPort(port).withData(data));
        // For every client in this process: this API, and nobody's kubeconfig.
        System.setProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, api.url());
        System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
        System.setProperty(Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY, "false");
        var cluster = new Cluster(
                api, new KubernetesClientBuilder().withConfig(config()).build());
        cluster.prepare();
        return cluster;
    }

    static Config config() {
        return Config.autoConfigure(null);
    }

    private void prepare() {
        for (var yaml : CustomResourceDefinitions.yaml()) {
            apply(client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class));
        }
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .endMetadata()
                .build());
        // An earlier run may have left it as ready.
        worker(false);
    }

    /** Nothing runs pods here; this one stands for the worker of this process. */
    Pod worker(boolean ready) {
        var pod = apply(new PodBuilder()
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
                .endSpec()
                .build());
        client.resource(pod).editStatus(now -> new PodBuilder(now)
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .addNewContainerStatus()
                .withName("worker")
                .withImage("callbackers")
                .withImageID("")
                .withReady(ready)
                .withRestartCount(0)
                .endContainerStatus()
                .endStatus()
                .build());
        return pod;
    }

    private <T extends HasMetadata> T apply(T resource) {
        return client.resource(resource)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }
}

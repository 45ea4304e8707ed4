package com.callbackers.helm;

import com.callbackers.localkube.testing.KubernetesApi;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Kubernetes API to install into. */
record Cluster(Path kubeconfig, KubernetesClient client) implements AutoCloseable {

    /** @param folder for its kubeconfig */
    static Cluster start(Path folder) throws IOException {
        var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), KubernetesApi.kubeconfig());
        return new Cluster(
                kubeconfig,
                new KubernetesClientBuilder().withConfig(KubernetesApi.config()).build());
    }

    @Override
    public void close() {
        client.close();
    }
}

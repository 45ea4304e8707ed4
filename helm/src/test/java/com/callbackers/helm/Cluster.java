package com.callbackers.helm;

import com.callbackers.localkube.LocalKube;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A Kubernetes API to install into: the local one, or the one whose kubeconfig CALLBACKERS_TEST_KUBECONFIG names. */
record Cluster(
        Path kubeconfig, KubernetesClient client, @Nullable LocalKube local) implements AutoCloseable {

    /** @param folder for the kubeconfig of the local one */
    static Cluster start(Path folder) throws IOException {
        var given = System.getenv("CALLBACKERS_TEST_KUBECONFIG");
        if (given != null) {
            return new Cluster(Path.of(given), client(Path.of(given)), null);
        }
        var local = LocalKube.start(LocalKube.Settings.inMemory());
        var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: local
                clusters:
                - {name: local, cluster: {server: "%s"}}
                contexts:
                - {name: local, context: {cluster: local, user: nobody}}
                users:
                - {name: nobody, user: {}}
                """.formatted(local.url()));
        return new Cluster(kubeconfig, client(kubeconfig), local);
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    @Override
    public void close() {
        client.close();
        if (local != null) {
            local.close();
        }
    }
}

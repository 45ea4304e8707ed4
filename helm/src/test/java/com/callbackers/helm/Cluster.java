package com.callbackers.helm;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/** A Kubernetes API to install into: the one whose kubeconfig CALLBACKERS_TEST_KUBECONFIG names. */
record Cluster(Path kubeconfig, KubernetesClient client) {

    static Cluster start() {
        var given = System.getenv("CALLBACKERS_TEST_KUBECONFIG");
        assumeThat(given).as("CALLBACKERS_TEST_KUBECONFIG").isNotNull();
        return of(Path.of(given));
    }

    private static Cluster of(Path kubeconfig) {
        return new Cluster(
                kubeconfig,
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                        .build());
    }
}

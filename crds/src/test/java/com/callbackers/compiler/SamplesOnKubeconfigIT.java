package com.callbackers.compiler;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On the API server of a kubeconfig, where one is given. */
@EnabledIfEnvironmentVariable(named = "SAMPLES_KUBECONFIG", matches = ".+", disabledReason = "needs an API server")
class SamplesOnKubeconfigIT extends SamplesOnApiServer {

    private static @Nullable KubernetesClient client;

    @BeforeAll
    static void connect() {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(new File(System.getenv("SAMPLES_KUBECONFIG"))))
                .build();
    }

    @AfterAll
    static void disconnect() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    KubernetesClient client() {
        if (client == null) {
            throw new IllegalStateException("not connected");
        }
        return client;
    }
}

package com.callbackers.compiler;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On the API server of a kubeconfig, where one is given. */
@EnabledIfEnvironmentVariable(named = "SAMPLES_KUBECONFIG", matches = ".+", disabledReason = "needs an API server")
class SamplesOnKubeconfigIT extends SamplesOnApiServer {

    @Override
    KubernetesClient connect() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(new File(System.getenv("SAMPLES_KUBECONFIG"))))
                .build();
    }
}

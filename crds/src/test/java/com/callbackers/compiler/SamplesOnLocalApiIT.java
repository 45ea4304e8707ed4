package com.callbackers.compiler;

import com.callbackers.localkube.LocalKube;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterAll;

/** On the Kubernetes API of this machine. */
class SamplesOnLocalApiIT extends SamplesOnApiServer {

    private static final LocalKube API = LocalKube.start(LocalKube.Settings.inMemory());

    @AfterAll
    static void stop() {
        API.close();
    }

    @Override
    KubernetesClient connect() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withMasterUrl(API.url()).build())
                .build();
    }
}

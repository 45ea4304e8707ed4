package com.callbackers.localkube;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A local API in memory for a test class, and a namespace of its own for each test. */
final class KubeExtension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private @Nullable LocalKube kube;
    private @Nullable KubernetesClient client;
    private String namespace = "";

    @Override
    public void beforeAll(ExtensionContext context) {
        kube = LocalKube.start(LocalKube.Settings.inMemory());
        client = client(kube);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        namespace = "test-" + UUID.randomUUID().toString().substring(0, 8);
        client().namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        client().close();
        kube().close();
    }

    static KubernetesClient client(LocalKube kube) {
        return new KubernetesClientBuilder().withConfig(config(kube)).build();
    }

    static Config config(LocalKube kube) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(kube.url())
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    LocalKube kube() {
        return Objects.requireNonNull(kube);
    }

    KubernetesClient client() {
        return Objects.requireNonNull(client);
    }

    String namespace() {
        return namespace;
    }
}

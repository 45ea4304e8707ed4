package com.callbackers.operator;

import com.callbackers.localkube.testing.KubernetesApi;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The Kubernetes API with our kinds. After each test there are no routes and destinations. */
final class Kube implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private @Nullable Config config;
    private @Nullable KubernetesClient client;

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    void start() {
        config =
                new ConfigBuilder(KubernetesApi.config()).withHttp2Disable(true).build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        List.of("callbackroutes", "callbackdestinations").forEach(this::applyKind);
    }

    KubernetesClient client() {
        return Objects.requireNonNull(client);
    }

    Config config() {
        return Objects.requireNonNull(config);
    }

    /** A way to this API that can be cut. */
    Relay relay() {
        var url = URI.create(config().getMasterUrl());
        return Relay.to(url.getHost(), url.getPort());
    }

    Config through(Relay relay) {
        var scheme = URI.create(config().getMasterUrl()).getScheme();
        return new ConfigBuilder(config())
                .withMasterUrl(scheme + "://127.0.0.1:" + relay.port())
                .build();
    }

    private void applyKind(String plural) {
        client().load(Kube.class.getResourceAsStream("/com/callbackers/crds/" + plural + ".callbackers.com.yaml"))
                .resources()
                .forEach(kind -> kind.fieldManager("test").forceConflicts().serverSideApply());
        client().apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(plural + ".callbackers.com")
                .waitUntilCondition(Kube::isEstablished, 10, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(@Nullable CustomResourceDefinition kind) {
        return kind != null
                && kind.getStatus() != null
                && kind.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (var kind : List.of("CallbackRoute", "CallbackDestination")) {
            client().genericKubernetesResources("callbackers.com/v1alpha1", kind)
                    .inAnyNamespace()
                    .delete();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    void close() {
        client().close();
    }
}

package com.callbackers.operator;

import com.callbackers.localkube.LocalKube;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kubernetes API with our kinds: a local one, or the one that a kubeconfig leads to whose path the system property
 * {@code callbackers.kubeconfig} or the variable {@code CALLBACKERS_TEST_KUBECONFIG} gives. After each test there are no
 * routes and destinations.
 */
final class Kube implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private @Nullable LocalKube local;
    private @Nullable Config config;
    private @Nullable KubernetesClient client;

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    void start() {
        var kubeconfig = Objects.requireNonNullElse(
                System.getProperty("callbackers.kubeconfig", System.getenv("CALLBACKERS_TEST_KUBECONFIG")), "");
        if (kubeconfig.isEmpty()) {
            local = LocalKube.start(LocalKube.Settings.inMemory());
            config = new ConfigBuilder(Config.empty())
                    .withMasterUrl(local.url())
                    .withHttp2Disable(true)
                    .build();
        } else {
            config = Config.fromKubeconfig(read(Path.of(kubeconfig)));
        }
        client = new KubernetesClientBuilder().withConfig(config).build();
        List.of("callbackroutes", "callbackdestinations").forEach(this::applyKind);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isLocal() {
        return local != null;
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
        if (local != null) {
            local.close();
        }
    }
}

package com.callbackers.worker;

import com.callbackers.localkube.LocalKube;
import com.callbackers.localkube.testing.KubernetesApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A namespace of its own in a Kubernetes API, which can go away. */
public final class KubernetesUnderTest implements AutoCloseable {

    public static final String POD = "worker-0";

    private final @Nullable Path data;
    private @Nullable LocalKube own;

    private final String kubeconfig;
    private final Config config;
    private final KubernetesClient client;
    private final Gateway gateway;
    private final URI url;
    private final String namespace = "system-" + UUID.randomUUID().toString().substring(0, 8);

    public KubernetesUnderTest() {
        this(KubernetesApi.kubeconfig(), null, null);
    }

    /** One that can be started again. */
    public static KubernetesUnderTest in(Path data) {
        var own = LocalKube.start(LocalKube.Settings.inMemory().withData(data));
        return new KubernetesUnderTest(own.kubeconfig(), data, own);
    }

    private KubernetesUnderTest(String kubeconfig, @Nullable Path data, @Nullable LocalKube own) {
        this.kubeconfig = kubeconfig;
        config = Config.fromKubeconfig(kubeconfig);
        this.data = data;
        this.own = own;
        client = new KubernetesClientBuilder().withConfig(config).build();
        url = URI.create(config.getMasterUrl());
        gateway = new Gateway(new InetSocketAddress(url.getHost(), url.getPort()));
        gateway.open();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    public String namespace() {
        return namespace;
    }

    /** The way for those whose API may go away. */
    public Config config() {
        return new ConfigBuilder(config).withMasterUrl(url()).build();
    }

    public String url() {
        return url.getScheme() + "://127.0.0.1:" + gateway.port();
    }

    /** Of a worker that finds the API as Kubernetes' own tools do. */
    Map<String, String> settings() {
        try {
            var file = Files.createTempFile("kubeconfig", ".yaml");
            Files.writeString(file, kubeconfig.replaceAll("https?://[^\"\\s,}]+", url()));
            System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "callbackers.routes.source", "kubernetes",
                "callbackers.routes.kubernetes.namespace", namespace,
                "callbackers.routes.kubernetes.pod-name", POD);
    }

    /** What nothing stops. */
    public KubernetesClient client() {
        return client;
    }

    public void goAway() {
        gateway.shut();
    }

    public void comeBack() {
        gateway.open();
    }

    /** As the operator does it. */
    public Secret write(Secret secret) {
        var placed = new SecretBuilder(secret)
                .editMetadata()
                .withNamespace(namespace)
                .withManagedFields()
                .withResourceVersion(null)
                .endMetadata()
                .build();
        return client.resource(placed).fieldManager("operator").forceConflicts().serverSideApply();
    }

    public void delete(String secret) {
        client.secrets().inNamespace(namespace).withName(secret).delete();
    }

    /** It remembers what there is, but not how it came to be. */
    public void restart() {
        var before = Objects.requireNonNull(own);
        before.close();
        own = LocalKube.start(LocalKube.Settings.inMemory()
                .withData(Objects.requireNonNull(data))
                .withPort(before.port()));
    }

    /** @return its uid */
    public String pod(String name) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("worker")
                .withImage("worker")
                .endContainer()
                .endSpec()
                .build();
        return client.resource(pod).create().getMetadata().getUid();
    }

    public Optional<Lease> report() {
        return Optional.ofNullable(
                client.leases().inNamespace(namespace).withName("worker-" + POD).get());
    }

    public String reported(String annotation) {
        return report().map(lease -> lease.getMetadata().getAnnotations())
                .map(annotations -> annotations.get("callbackers.com/" + annotation))
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        client.namespaces().withName(namespace).delete();
        client.close();
        gateway.close();
        if (own != null) {
            own.close();
        }
    }
}

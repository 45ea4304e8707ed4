package com.callbackers.worker;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A namespace of its own in a Kubernetes API, which can go away. */
public final class KubernetesUnderTest implements AutoCloseable {

    private final Config config;
    private final KubernetesClient client;
    private final Gateway gateway;
    private final URI url;
    private final String namespace = "system-" + UUID.randomUUID().toString().substring(0, 8);

    public KubernetesUnderTest() {
        config = Config.fromKubeconfig(new File(Objects.requireNonNull(System.getenv("TEST_KUBECONFIG"))));
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

    public Optional<Lease> report(String pod) {
        return Optional.ofNullable(client.leases()
                .inNamespace(namespace)
                .withName("worker-" + pod)
                .get());
    }

    public String reported(String pod, String annotation) {
        return report(pod)
                .map(lease -> lease.getMetadata().getAnnotations())
                .map(annotations -> annotations.get("callbackers.com/" + annotation))
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        client.namespaces().withName(namespace).delete();
        client.close();
        gateway.close();
    }
}

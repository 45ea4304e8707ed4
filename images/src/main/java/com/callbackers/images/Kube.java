package com.callbackers.images;

import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.CompiledSecret;
import com.callbackers.localkube.LocalKube;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Kubernetes API with the namespace that operator and workers are in. */
public record Kube(LocalKube api, KubernetesClient client) implements AutoCloseable {

    public static final String NAMESPACE = "callbackers-system";

    public static Kube start() {
        var api = LocalKube.start(LocalKube.Settings.inMemory());
        var config = new ConfigBuilder().withMasterUrl(api.url()).build();
        var kube =
                new Kube(api, new KubernetesClientBuilder().withConfig(config).build());
        kube.namespace(NAMESPACE);
        return kube;
    }

    public Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    }

    public void namespace(String name) {
        apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
    }

    /** The environment of a worker in a pod of this name, which may deliver to this machine. */
    public Map<String, String> worker(String pod, Path folder) throws IOException {
        apply(new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(pod)
                .endMetadata()
                .build());
        return Map.of(
                "CALLBACKERS_ROUTES_SOURCE",
                "kubernetes",
                "CALLBACKERS_WORKER_OUTBOUND_ALLOW",
                "127.0.0.0/8",
                "POD_NAMESPACE",
                NAMESPACE,
                "POD_NAME",
                pod,
                "KUBECONFIG",
                kubeconfig(folder).toString());
    }

    /** As the operator hands it over. */
    public void route(CompiledRoute route) {
        apply(CompiledSecret.write(route, NAMESPACE, Map.of()));
    }

    public int compiledRoutes() {
        return client.secrets()
                .inNamespace(NAMESPACE)
                .withLabels(CompiledSecret.LABELS)
                .list()
                .getItems()
                .size();
    }

    public void apply(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(this::apply);
    }

    private void apply(HasMetadata object) {
        client.resource(object).fieldManager("training").forceConflicts().serverSideApply();
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }
}

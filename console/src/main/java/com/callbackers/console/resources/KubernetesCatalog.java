package com.callbackers.console.resources;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Routes and destinations of a Kubernetes API. */
public final class KubernetesCatalog implements Catalog, ResourceStore, AutoCloseable {

    private static final List<Class<? extends KubernetesResource>> KINDS =
            List.of(GenericKubernetesResource.class, GenericKubernetesResourceList.class, Status.class);

    /** The first of the pauses between attempts; the longest is 32 times as long. */
    private static final int FIRST_PAUSE_MILLIS = 250;

    private static final int CONNECT_MILLIS = 2_000;

    private final KubernetesClient kubernetes;
    private final Watched routes;
    private final Watched destinations;
    private final Saving saving;
    private final Suspending suspending;

    private KubernetesCatalog(KubernetesClient kubernetes, JsonMapper mapper) {
        this.kubernetes = kubernetes;
        this.routes = new Watched(Kind.ROUTE, kubernetes, mapper);
        this.destinations = new Watched(Kind.DESTINATION, kubernetes, mapper);
        this.saving = new Saving(kubernetes, mapper);
        this.suspending = new Suspending(kubernetes, mapper);
    }

    /** To the API that Kubernetes' own tools would find: in the Pod, or by KUBECONFIG. */
    public static KubernetesCatalog connect(JsonMapper mapper) {
        return connect(Config.autoConfigure(null), mapper);
    }

    public static KubernetesCatalog connect(Config found, JsonMapper mapper) {
        var config = new ConfigBuilder(found)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(FIRST_PAUSE_MILLIS)
                .build();
        // left to itself it loads every kind that Kubernetes has
        var serialization = new KubernetesSerialization(new ObjectMapper(), false);
        KINDS.forEach(serialization::registerKubernetesResource);
        return new KubernetesCatalog(
                new KubernetesClientBuilder()
                        .withConfig(config)
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .withKubernetesSerialization(serialization)
                        .build(),
                mapper);
    }

    /** Does not wait for the API to be there. */
    public void start() {
        routes.start();
        destinations.start();
    }

    @Override
    public boolean known() {
        return routes.known() && destinations.known();
    }

    @Override
    public List<JsonNode> routes() {
        return routes.trees();
    }

    @Override
    public Optional<JsonNode> route(String namespace, String name) {
        return routes.item(namespace, name).map(Watched.Item::tree);
    }

    @Override
    public List<JsonNode> destinations() {
        return destinations.trees();
    }

    @Override
    public Optional<JsonNode> destination(String namespace, String name) {
        return destinations.item(namespace, name).map(Watched.Item::tree);
    }

    @Override
    public Optional<String> keeper(String namespace, String name) {
        return routes.item(namespace, name).flatMap(item -> Optional.ofNullable(item.keeper()));
    }

    @Override
    public Saved save(JsonNode route) {
        return saving.save(route);
    }

    @Override
    public Saved suspend(String namespace, String destination, boolean suspended) {
        return suspending.suspend(namespace, destination, suspended);
    }

    @Override
    public void close() {
        routes.close();
        destinations.close();
        kubernetes.close();
    }
}

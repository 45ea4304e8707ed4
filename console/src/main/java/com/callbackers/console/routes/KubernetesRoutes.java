package com.callbackers.console.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The routes as a Kubernetes API has them, kept in memory and up to date by a watch; fields that nobody knows too. */
public final class KubernetesRoutes
        implements RouteCatalog, ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KubernetesRoutes.class);

    private static final ResourceDefinitionContext ROUTES = new ResourceDefinitionContext.Builder()
            .withGroup("callbackers.com")
            .withVersion("v1alpha1")
            .withKind("CallbackRoute")
            .withPlural("callbackroutes")
            .withNamespaced(true)
            .build();
    private static final List<Class<? extends KubernetesResource>> KINDS =
            List.of(GenericKubernetesResource.class, GenericKubernetesResourceList.class, Status.class);
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final long LISTED_AT_ONCE = 500;

    /** The first of the pauses between attempts; the longest is 32 times as long. */
    private static final int FIRST_PAUSE_MILLIS = 250;

    private static final int CONNECT_MILLIS = 2_000;

    private final KubernetesClient kubernetes;
    private final JsonMapper mapper;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final NavigableMap<String, JsonNode> routes = new ConcurrentSkipListMap<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean known;

    private KubernetesRoutes(KubernetesClient kubernetes, JsonMapper mapper) {
        this.kubernetes = kubernetes;
        this.mapper = mapper;
        this.informer = kubernetes
                .genericKubernetesResources(ROUTES)
                .inAnyNamespace()
                .withLimit(LISTED_AT_ONCE)
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        GenericKubernetesResource.class,
                        kubernetes.getKubernetesSerialization()))
                .exceptionHandler((started, error) -> tryAgain(error))
                .addEventHandler(this);
    }

    /** To the API that Kubernetes' own tools would find: in the Pod, or by KUBECONFIG. */
    public static KubernetesRoutes connect(JsonMapper mapper) {
        return connect(Config.autoConfigure(null), mapper);
    }

    public static KubernetesRoutes connect(Config found, JsonMapper mapper) {
        var config = new ConfigBuilder(found)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(FIRST_PAUSE_MILLIS)
                .build();
        // left to itself it loads every kind that Kubernetes has
        var serialization = new KubernetesSerialization(new ObjectMapper(), false);
        KINDS.forEach(serialization::registerKubernetesResource);
        return new KubernetesRoutes(
                new KubernetesClientBuilder()
                        .withConfig(config)
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .withKubernetesSerialization(serialization)
                        .build(),
                mapper);
    }

    /** Does not wait for the API to be there. */
    public void start() {
        var unused = informer.start();
    }

    @Override
    public boolean known() {
        return known;
    }

    @Override
    public List<JsonNode> routes() {
        return List.copyOf(routes.values());
    }

    @Override
    public Optional<JsonNode> route(String namespace, String name) {
        return Optional.ofNullable(routes.get(namespace + "/" + name));
    }

    @Override
    public void onAdd(GenericKubernetesResource route) {
        routes.put(key(route), tree(route));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource route) {
        onAdd(route);
    }

    @Override
    public void onDelete(GenericKubernetesResource route, boolean finalStateUnknown) {
        routes.remove(key(route));
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
        known = true;
        if (failing.getAndSet(false)) {
            log.info("Routes can be read from the Kubernetes API");
        }
    }

    private boolean tryAgain(Throwable error) {
        if (!failing.getAndSet(true)) {
            log.atWarn()
                    .addKeyValue("url", kubernetes.getMasterUrl())
                    .addKeyValue("cause", cause(error))
                    .log("Routes cannot be read from the Kubernetes API, which is tried again");
        }
        return true;
    }

    private static String cause(Throwable error) {
        var cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static String key(GenericKubernetesResource route) {
        return route.getMetadata().getNamespace() + "/" + route.getMetadata().getName();
    }

    private ObjectNode tree(GenericKubernetesResource route) {
        var tree = mapper.createObjectNode();
        tree.put("apiVersion", route.getApiVersion());
        tree.put("kind", route.getKind());
        tree.set("metadata", metadata(route.getMetadata()));
        route.getAdditionalProperties().forEach((field, value) -> tree.set(field, mapper.valueToTree(value)));
        return tree;
    }

    /** What is there to be read; not which tool wrote which field. */
    private ObjectNode metadata(ObjectMeta metadata) {
        var tree = mapper.createObjectNode();
        tree.put("name", metadata.getName());
        tree.put("namespace", metadata.getNamespace());
        tree.put("generation", metadata.getGeneration());
        tree.put("creationTimestamp", metadata.getCreationTimestamp());
        put(tree, "labels", metadata.getLabels());
        put(tree, "annotations", metadata.getAnnotations());
        return tree;
    }

    private static void put(ObjectNode tree, String field, @Nullable Map<String, String> given) {
        var values = new HashMap<>(given == null ? Map.<String, String>of() : given);
        values.remove(LAST_APPLIED);
        if (!values.isEmpty()) {
            var object = tree.putObject(field);
            values.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(value -> object.put(value.getKey(), value.getValue()));
        }
    }

    @Override
    public void close() {
        informer.close();
        kubernetes.close();
    }
}

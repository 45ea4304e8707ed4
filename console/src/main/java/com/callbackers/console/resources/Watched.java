package com.callbackers.console.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
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

/** All resources of a kind, kept in memory and up to date by a watch; fields that nobody knows too. */
final class Watched implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watched.class);
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final long LISTED_AT_ONCE = 500;

    /** @param keeper null: people keep it */
    record Item(JsonNode tree, @Nullable String keeper) {}

    private final Kind kind;
    private final KubernetesClient kubernetes;
    private final JsonMapper mapper;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final NavigableMap<String, Item> items = new ConcurrentSkipListMap<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean known;

    Watched(Kind kind, KubernetesClient kubernetes, JsonMapper mapper) {
        this.kind = kind;
        this.kubernetes = kubernetes;
        this.mapper = mapper;
        this.informer = kubernetes
                .genericKubernetesResources(kind.context())
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

    void start() {
        var unused = informer.start();
    }

    boolean known() {
        return known;
    }

    List<JsonNode> trees() {
        return items.values().stream().map(Item::tree).toList();
    }

    Optional<Item> item(String namespace, String name) {
        return Optional.ofNullable(items.get(namespace + "/" + name));
    }

    @Override
    public void onAdd(GenericKubernetesResource resource) {
        items.put(
                key(resource),
                new Item(
                        tree(resource, mapper),
                        Keeper.of(resource.getMetadata()).orElse(null)));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource resource) {
        onAdd(resource);
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
        items.remove(key(resource));
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
        known = true;
        if (failing.getAndSet(false)) {
            log.atInfo().addKeyValue("kind", kind).log("Resources can be read from the Kubernetes API");
        }
    }

    private boolean tryAgain(Throwable error) {
        if (!failing.getAndSet(true)) {
            log.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("url", kubernetes.getMasterUrl())
                    .addKeyValue("cause", cause(error))
                    .log("Resources cannot be read from the Kubernetes API, which is tried again");
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

    private static String key(GenericKubernetesResource resource) {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }

    static ObjectNode tree(GenericKubernetesResource resource, JsonMapper mapper) {
        var tree = mapper.createObjectNode();
        tree.put("apiVersion", resource.getApiVersion());
        tree.put("kind", resource.getKind());
        tree.set("metadata", metadata(resource.getMetadata(), mapper));
        resource.getAdditionalProperties().forEach((field, value) -> tree.set(field, mapper.valueToTree(value)));
        return tree;
    }

    /** What is there to be read; not which tool wrote which field. */
    private static ObjectNode metadata(ObjectMeta metadata, JsonMapper mapper) {
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
    }
}

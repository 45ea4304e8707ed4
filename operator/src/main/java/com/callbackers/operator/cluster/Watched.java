package com.callbackers.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The objects of a kind, in all namespaces or in some, kept up by the API. */
public final class Watched<T extends HasMetadata> implements AutoCloseable {

    private final List<SharedIndexInformer<T>> informers;

    private Watched(List<SharedIndexInformer<T>> informers) {
        this.informers = informers;
    }

    /**
     * @param namespaces empty: all
     * @param selector of labels; empty: all
     * @param changed given each object that is new or has changed
     * @param gone given each object that is there no more
     */
    public static <T extends HasMetadata> Watched<T> of(
            KubernetesClient client,
            Class<T> type,
            Set<String> namespaces,
            String selector,
            Consumer<T> changed,
            Consumer<T> gone) {
        var all = client.resources(type);
        var informers = namespaces.isEmpty()
                ? List.of(all.inAnyNamespace().withLabelSelector(selector).runnableInformer(0))
                : namespaces.stream()
                        .map(namespace -> all.inNamespace(namespace)
                                .withLabelSelector(selector)
                                .runnableInformer(0))
                        .toList();
        informers.forEach(informer -> informer.addEventHandler(handler(changed, gone))
                // Whatever is wrong with the API now may be put right later.
                .exceptionHandler((started, failure) -> true));
        return new Watched<>(informers);
    }

    private static <T extends HasMetadata> ResourceEventHandler<T> handler(Consumer<T> changed, Consumer<T> gone) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                changed.accept(object);
            }

            @Override
            public void onUpdate(T before, T object) {
                // the same again after a relist
                if (!Objects.equals(
                        before.getMetadata().getResourceVersion(),
                        object.getMetadata().getResourceVersion())) {
                    changed.accept(object);
                }
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                gone.accept(object);
            }
        };
    }

    /** Completes when all objects are known. */
    CompletableFuture<Void> start() {
        return CompletableFuture.allOf(informers.stream()
                .map(informer -> informer.start().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** @param key namespace/name */
    public Optional<T> get(String key) {
        return informers.stream()
                .map(informer -> informer.getStore().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    public Stream<T> all() {
        return informers.stream().flatMap(informer -> informer.getStore().list().stream());
    }

    public boolean isWatching() {
        return informers.stream().allMatch(informer -> informer.hasSynced() && informer.isRunning());
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}

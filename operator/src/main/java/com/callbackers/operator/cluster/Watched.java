package com.callbackers.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The objects of a kind, in all namespaces or in some, kept up by the API. */
final class Watched<T extends HasMetadata> implements AutoCloseable {

    private final String what;
    private final List<SharedIndexInformer<T>> informers;

    private Watched(String what, List<SharedIndexInformer<T>> informers) {
        this.what = what;
        this.informers = informers;
    }

    /**
     * What is watched.
     *
     * @param namespaces empty: all
     * @param selector of labels; empty: all
     */
    record Which<T extends HasMetadata>(Class<T> type, Set<String> namespaces, String selector) {}

    /**
     * @param kept what is kept of each object
     * @param changed given each object that is new or has changed
     * @param gone given each object that is there no more
     */
    static <T extends HasMetadata> Watched<T> of(
            KubernetesClient client, Which<T> which, UnaryOperator<T> kept, Consumer<T> changed, Consumer<T> gone) {
        var all = client.resources(which.type());
        var selector = which.selector();
        var informers = which.namespaces().isEmpty()
                ? List.of(all.inAnyNamespace()
                        .withLabelSelector(selector)
                        .withLimit(Clients.PAGE)
                        .runnableInformer(0))
                : which.namespaces().stream()
                        .map(namespace -> all.inNamespace(namespace)
                                .withLabelSelector(selector)
                                .withLimit(Clients.PAGE)
                                .runnableInformer(0))
                        .toList();
        informers.forEach(informer -> informer.itemStore(new TrimmedStore<>(kept))
                .addEventHandler(handler(changed, gone))
                // Whatever is wrong with the API now may be put right later.
                .exceptionHandler((started, failure) -> true));
        return new Watched<>(which.type().getSimpleName(), informers);
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

    /** To be asked by {@link #by}. */
    Watched<T> indexedBy(String index, Function<T, List<String>> keys) {
        informers.forEach(informer -> informer.addIndexers(Map.of(index, keys)));
        return this;
    }

    /** Completes when all objects are known. */
    CompletableFuture<Void> start() {
        return CompletableFuture.allOf(informers.stream()
                .map(informer -> informer.start().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** @param key namespace/name */
    Optional<T> get(String key) {
        return informers.stream()
                .map(informer -> informer.getStore().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    Stream<T> all() {
        return informers.stream().flatMap(informer -> informer.getStore().list().stream());
    }

    Stream<T> by(String index, String key) {
        return informers.stream().flatMap(informer -> informer.getIndexer().byIndex(index, key).stream());
    }

    /** Known once, and kept up since: a break in the connection is mended by itself. */
    boolean isKnown() {
        return informers.stream().allMatch(informer -> informer.hasSynced() && informer.isRunning());
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }

    /** The kind. */
    @Override
    public String toString() {
        return what;
    }
}

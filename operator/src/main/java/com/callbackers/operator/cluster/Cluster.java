package com.callbackers.operator.cluster;

import com.callbackers.compiler.CompiledSecret;
import com.callbackers.operator.exposure.Exposures;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.workers.Workers;
import com.callbackers.resources.CallbackDestination;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything in the cluster that matters to routes and destinations, kept up by watches. */
public final class Cluster implements AutoCloseable {

    /** Who is to be told of changes; names are namespace/name. */
    public interface Listener {

        void secretChanged(String secret);

        void destinationChanged(String destination);

        void namespaceChanged(String namespace);

        /** @param route that the changed object is for */
        void ownObjectChanged(String route, HasMetadata object);

        void ownObjectGone(String route);
    }

    private final OperatorSettings settings;
    private final List<Watched<?>> all = new ArrayList<>();
    private final Watched<Secret> secrets;
    private final Watched<CallbackDestination> destinations;
    private final @Nullable Watched<Namespace> namespaces;
    private final Watched<Secret> compiled;
    private final @Nullable Watched<? extends HasMetadata> exposures;

    /** @param metadataOnly a client that asks for metadata and nothing else */
    public Cluster(
            KubernetesClient client,
            KubernetesClient metadataOnly,
            OperatorSettings settings,
            Exposures exposing,
            Workers workers,
            Listener listener) {
        this.settings = settings;
        var watched = settings.watchNamespaces();
        var own = Set.of(settings.namespace());
        secrets = watch(metadataOnly, Secret.class, watched, "", each -> listener.secretChanged(key(each)));
        destinations =
                watch(client, CallbackDestination.class, watched, "", each -> listener.destinationChanged(key(each)));
        namespaces = watched.isEmpty()
                ? watch(
                        metadataOnly,
                        Namespace.class,
                        Set.of(),
                        "",
                        each -> listener.namespaceChanged(each.getMetadata().getName()))
                : null;
        compiled = add(Watched.of(
                client,
                Secret.class,
                own,
                selector(CompiledSecret.LABELS),
                each -> CompiledSecret.route(each).ifPresent(route -> listener.ownObjectChanged(route, each)),
                each -> CompiledSecret.route(each).ifPresent(listener::ownObjectGone)));
        exposures = exposing.kind()
                .map(kind -> watchExposures(client, kind, listener))
                .orElse(null);
        add(Watched.of(client, Pod.class, own, settings.workerSelector(), workers::pod, workers::podGone));
        add(Watched.of(
                client, Lease.class, own, "callbackers.com/kind=worker-report", workers::report, workers::reportGone));
    }

    private Watched<? extends HasMetadata> watchExposures(
            KubernetesClient client, Class<? extends HasMetadata> kind, Listener listener) {
        return add(Watched.of(
                client,
                kind,
                Set.of(settings.namespace()),
                selector(Exposures.LABELS),
                each -> route(each).ifPresent(route -> listener.ownObjectChanged(route, each)),
                each -> route(each).ifPresent(listener::ownObjectGone)));
    }

    private <T extends HasMetadata> Watched<T> watch(
            KubernetesClient client, Class<T> type, Set<String> namespaces, String selector, Consumer<T> touched) {
        return add(Watched.of(client, type, namespaces, selector, touched, touched));
    }

    private <T extends HasMetadata> Watched<T> add(Watched<T> watched) {
        all.add(watched);
        return watched;
    }

    private static String selector(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    private static Optional<String> route(HasMetadata exposure) {
        return Optional.ofNullable(exposure.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Exposures.ROUTE));
    }

    /** Completes when everything is known. */
    public CompletableFuture<Void> start() {
        return CompletableFuture.allOf(all.stream().map(Watched::start).toArray(CompletableFuture<?>[]::new));
    }

    public boolean isWatching() {
        return all.stream().allMatch(Watched::isWatching);
    }

    /** Without its values; by namespace/name. */
    public Optional<Secret> secret(String name) {
        return secrets.get(name);
    }

    public Optional<CallbackDestination> destination(String name) {
        return destinations.get(name);
    }

    public boolean isNamespace(String name) {
        return namespaces == null
                ? settings.watchNamespaces().contains(name)
                : namespaces.get(name).isPresent();
    }

    /** The compiled route of a route, as it was seen last. */
    public Optional<Secret> compiled(String route) {
        return compiled.get(settings.namespace() + "/" + CompiledSecret.name(route));
    }

    public Stream<Secret> allCompiled() {
        return compiled.all();
    }

    /** By the name of the object. */
    public Optional<HasMetadata> exposure(String name) {
        return exposures == null
                ? Optional.empty()
                : exposures.get(settings.namespace() + "/" + name).map(HasMetadata.class::cast);
    }

    public Stream<HasMetadata> exposuresOf(String route) {
        return allExposures().filter(each -> route(each).filter(route::equals).isPresent());
    }

    public Stream<HasMetadata> allExposures() {
        return exposures == null ? Stream.of() : exposures.all().map(HasMetadata.class::cast);
    }

    @Override
    public void close() {
        all.forEach(Watched::close);
    }
}

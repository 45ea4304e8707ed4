package com.callbackers.operator.cluster;

import com.callbackers.compiler.CompiledSecret;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.stored.Stored;
import com.callbackers.operator.stored.StoredDestination;
import com.callbackers.operator.workers.Workers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything in the cluster that matters to routes and destinations, kept up by watches. */
public final class Cluster implements AutoCloseable {

    /** Who is to be told of changes; names are namespace/name. */
    public interface Listener {

        void secretChanged(String secret);

        void destinationChanged(String destination);

        void namespaceChanged(String namespace);

        /** @param route whose compiled route, or way to the edge, somebody else has changed or removed */
        void ownObjectTouched(String route);
    }

    private final OperatorSettings settings;
    private final List<Watched<?>> all = new ArrayList<>();
    private final Watched<HasMetadata> secrets;
    private final Watched<StoredDestination> destinations;
    private final @Nullable Watched<HasMetadata> namespaces;
    private final OwnObjects<Secret> compiled;
    private final @Nullable OwnObjects<HasMetadata> exposures;

    /**
     * @param metadataOnly a client that asks for metadata and nothing else
     * @param exposing the kind of object that brings requests to the edge, and the labels that all of them have
     */
    public Cluster(
            KubernetesClient client,
            KubernetesClient metadataOnly,
            OperatorSettings settings,
            Optional<Class<? extends HasMetadata>> exposing,
            Map<String, String> exposureLabels,
            Workers workers,
            Listener listener) {
        this.settings = settings;
        var watched = settings.watchNamespaces();
        secrets = metadata(metadataOnly, Secret.class, secret -> listener.secretChanged(Stored.key(secret)));
        destinations = add(Watched.of(
                client,
                new Watched.Which<>(StoredDestination.class, watched, ""),
                UnaryOperator.identity(),
                each -> listener.destinationChanged(Stored.key(each)),
                each -> listener.destinationChanged(Stored.key(each))));
        namespaces = watched.isEmpty()
                ? metadata(
                        metadataOnly,
                        Namespace.class,
                        namespace -> listener.namespaceChanged(
                                namespace.getMetadata().getName()))
                : null;
        var own = settings.namespace();
        compiled = OwnObjects.of(client, Secret.class, own, CompiledSecret.LABELS, listener::ownObjectTouched);
        add(compiled.watched());
        exposures = exposing.map(
                        kind -> OwnObjects.of(client, untyped(kind), own, exposureLabels, listener::ownObjectTouched))
                .orElse(null);
        if (exposures != null) {
            add(exposures.watched());
        }
        add(Watched.of(
                client,
                new Watched.Which<>(Pod.class, Set.of(own), settings.workerSelector()),
                Cluster::readiness,
                workers::pod,
                workers::podGone));
        add(Watched.of(
                client,
                new Watched.Which<>(Lease.class, Set.of(own), "callbackers.com/kind=worker-report"),
                UnaryOperator.identity(),
                workers::report,
                workers::reportGone));
    }

    private Watched<HasMetadata> metadata(
            KubernetesClient client, Class<? extends HasMetadata> type, Consumer<HasMetadata> touched) {
        return add(Watched.of(
                client,
                new Watched.Which<>(untyped(type), settings.watchNamespaces(), ""),
                TrimmedStore::identity,
                touched,
                touched));
    }

    @SuppressWarnings("unchecked") // each is an object with metadata, and nothing else of it is looked at
    private static Class<HasMetadata> untyped(Class<? extends HasMetadata> type) {
        return (Class<HasMetadata>) type;
    }

    private static Pod readiness(Pod pod) {
        pod.setSpec(null);
        return pod;
    }

    private <T extends HasMetadata> Watched<T> add(Watched<T> watched) {
        all.add(watched);
        return watched;
    }

    /** Completes when everything is known. */
    public CompletableFuture<Void> start() {
        return CompletableFuture.allOf(all.stream().map(Watched::start).toArray(CompletableFuture<?>[]::new));
    }

    public boolean isKnown() {
        return all.stream().allMatch(Watched::isKnown);
    }

    /** Kinds whose objects could not be listed yet. */
    public List<String> unknown() {
        return all.stream()
                .filter(each -> !each.isKnown())
                .map(Watched::toString)
                .distinct()
                .toList();
    }

    /** By namespace/name; of the secret itself nothing is known. */
    public Optional<ObjectMeta> secret(String name) {
        return secrets.get(name).map(HasMetadata::getMetadata);
    }

    public Optional<StoredDestination> destination(String name) {
        return destinations.get(name);
    }

    public boolean isNamespace(String name) {
        return namespaces == null
                ? settings.watchNamespaces().contains(name)
                : namespaces.get(name).isPresent();
    }

    /** One a route. */
    public OwnObjects<Secret> compiled() {
        return compiled;
    }

    /** None where the operator makes nothing that exposes hosts. */
    public Optional<OwnObjects<HasMetadata>> exposures() {
        return Optional.ofNullable(exposures);
    }

    @Override
    public void close() {
        all.forEach(Watched::close);
    }
}

package com.callbackers.operator;

import com.callbackers.compiler.RouteCompiler;
import com.callbackers.operator.cluster.Clients;
import com.callbackers.operator.cluster.Cluster;
import com.callbackers.operator.cluster.Triggers;
import com.callbackers.operator.destinations.CallbackDestinationReconciler;
import com.callbackers.operator.exposure.Exposing;
import com.callbackers.operator.exposure.Exposures;
import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.management.ManagementServer;
import com.callbackers.operator.management.OperatorMetrics;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.references.SecretValues;
import com.callbackers.operator.routes.CallbackRouteReconciler;
import com.callbackers.operator.routes.Housekeeping;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.status.Events;
import com.callbackers.operator.status.StatusWriter;
import com.callbackers.operator.stored.StoredDestination;
import com.callbackers.operator.stored.StoredRoute;
import com.callbackers.operator.workers.Workers;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The operator within a process: watches, reconciles, and says how it is. It installs no signal handlers and ends no
 * process.
 */
public final class Operator implements AutoCloseable {

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final KubernetesClient metadataOnly;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry);
    private final Triggers<StoredRoute> routeTriggers;
    private final Triggers<StoredDestination> destinationTriggers;
    private final Workers workers;
    private final Cluster cluster;
    private final ClusterReferences references;
    private final HostNames names;
    private final Housekeeping housekeeping;
    private final CallbackRouteReconciler routes;
    private final Controllers controllers;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable ManagementServer management;

    private Operator(OperatorSettings settings, Config kubernetes, Clock clock) {
        this.settings = settings;
        client = Clients.whole(kubernetes);
        metadataOnly = Clients.metadataOnly(kubernetes);
        names = new HostNames(settings.baseDomain());
        routeTriggers = new Triggers<>(this::known);
        destinationTriggers = new Triggers<>(() -> {});
        workers = new Workers(routeTriggers::reconcile, metrics::programmed);
        var exposures = new Exposures(settings, names);
        cluster =
                new Cluster(client, metadataOnly, settings, exposures.kind(), Exposures.LABELS, workers, new Changes());
        references = new ClusterReferences(new SecretValues(cluster::secret, this::fetch), cluster::destination);
        var conditions = new Conditions(clock);
        var writer = new StatusWriter(client, new Events(client, clock));
        var exposing = new Exposing(client, settings.namespace(), exposures, cluster.exposures());
        housekeeping = new Housekeeping(cluster.compiled(), exposing, this::isGone);
        routes = new CallbackRouteReconciler(
                settings,
                cluster,
                exposing,
                references,
                names,
                workers,
                conditions,
                writer,
                routeTriggers,
                housekeeping);
        var destinations = new CallbackDestinationReconciler(
                new RouteCompiler(settings.baseDomain()), references, conditions, writer, destinationTriggers);
        controllers = new Controllers(settings, client, metrics, routes::begin, this::end);
        controllers.register(routes);
        controllers.register(destinations);
        metrics.countRoutes(routes::count);
        metrics.countPending(workers::pending);
        metrics.countWorkers(workers::ready);
        metrics.leading(() -> controllers.isLeading() ? 1 : 0);
    }

    /** Returns at once. Everything that matters is known when {@link #ready} completes. */
    public static Operator start(OperatorSettings settings, Config kubernetes) throws IOException {
        return start(settings, kubernetes, new InetSocketAddress(0).getAddress(), Clock.systemUTC());
    }

    /** @param managementAddress that health and metrics are answered on */
    public static Operator start(
            OperatorSettings settings, Config kubernetes, InetAddress managementAddress, Clock clock)
            throws IOException {
        var operator = new Operator(settings, kubernetes, clock);
        try {
            operator.management = ManagementServer.start(
                    new InetSocketAddress(managementAddress, settings.managementPort()),
                    () -> !operator.ended.isDone(),
                    operator::isReady,
                    operator.registry::scrape);
        } catch (IOException e) {
            operator.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("operator-start").start(operator::begin);
        return operator;
    }

    private @Nullable Secret fetch(String name) {
        var slash = name.indexOf('/');
        return client.secrets()
                .inNamespace(name.substring(0, slash))
                .withName(name.substring(slash + 1))
                .get();
    }

    private boolean isGone(String route) {
        var slash = route.indexOf('/');
        var namespace = route.substring(0, slash);
        var isWatched = settings.watchNamespaces().isEmpty()
                || settings.watchNamespaces().contains(namespace);
        return !isWatched
                || client.resources(StoredRoute.class)
                                .inNamespace(namespace)
                                .withName(route.substring(slash + 1))
                                .get()
                        == null;
    }

    private void begin() {
        try {
            new Beginning(settings, client, cluster, ended).await();
            controllers.start();
            ready.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            end(e);
        }
    }

    private void known() {
        if (!controllers.areElected()) {
            routes.begin();
        }
    }

    private void end(Throwable cause) {
        ready.completeExceptionally(cause);
        ended.completeExceptionally(cause);
    }

    /** Completes when everything is known; one that does not lead is ready to. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Completes when it is closed, or with the cause when it cannot go on: another lead, above all. */
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    public boolean isReady() {
        return ready.isDone() && !ended.isDone() && cluster.isKnown();
    }

    /** Health and metrics. */
    public int managementPort() {
        return management == null ? -1 : management.port();
    }

    @Override
    public void close() {
        ended.complete(null);
        controllers.close();
        housekeeping.close();
        workers.close();
        cluster.close();
        if (management != null) {
            management.close();
        }
        metadataOnly.close();
        client.close();
        metrics.close();
        registry.close();
    }

    /** Brings changes to those that they matter to. */
    private final class Changes implements Cluster.Listener {

        @Override
        public void secretChanged(String secret) {
            reconcile(references.usersOfSecret(secret));
        }

        @Override
        public void destinationChanged(String destination) {
            reconcile(references.usersOfDestination(destination));
        }

        private void reconcile(Set<String> users) {
            routeTriggers.reconcile(named(users, "CallbackRoute "));
            destinationTriggers.reconcile(named(users, "CallbackDestination "));
        }

        private static List<String> named(Set<String> users, String kind) {
            return users.stream()
                    .filter(user -> user.startsWith(kind))
                    .map(user -> user.substring(kind.length()))
                    .toList();
        }

        @Override
        public void namespaceChanged(String namespace) {
            routeTriggers.reconcile(routes.askingFor(names.whole(namespace)));
        }

        @Override
        public void ownObjectTouched(String route) {
            routeTriggers.reconcile(List.of(route));
        }
    }
}

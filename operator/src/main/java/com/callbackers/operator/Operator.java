package com.callbackers.operator;

import com.callbackers.compiler.RouteCompiler;
import com.callbackers.operator.cluster.Cluster;
import com.callbackers.operator.cluster.MetadataOnly;
import com.callbackers.operator.cluster.OwnObjects;
import com.callbackers.operator.cluster.Triggers;
import com.callbackers.operator.destinations.CallbackDestinationReconciler;
import com.callbackers.operator.exposure.Exposures;
import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.management.ManagementServer;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.references.SecretValues;
import com.callbackers.operator.routes.CallbackRouteReconciler;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.status.Events;
import com.callbackers.operator.workers.Workers;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The operator within a process: watches, reconciles, and says how it is. */
public final class Operator implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(30);
    private static final int THREADS = 8;

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final KubernetesClient metadataOnly;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Triggers<CallbackRoute> routeTriggers = new Triggers<>();
    private final Triggers<CallbackDestination> destinationTriggers = new Triggers<>();
    private final Workers workers = new Workers(routeTriggers::reconcile);
    private final Cluster cluster;
    private final OwnObjects own;
    private final Exposures exposures;
    private final ClusterReferences references;
    private final CallbackRouteReconciler routes;
    private final io.javaoperatorsdk.operator.Operator controllers;
    private @Nullable ManagementServer management;
    private volatile boolean started;

    /** @param client stays its owner's to close */
    public Operator(OperatorSettings settings, KubernetesClient client, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.metadataOnly = MetadataOnly.like(client);
        var names = new HostNames(settings.baseDomain());
        exposures = new Exposures(settings, names);
        cluster = new Cluster(client, metadataOnly, settings, exposures, workers, new Changes());
        own = new OwnObjects(client);
        references = new ClusterReferences(
                new SecretValues(name -> cluster.secret(name).map(Secret::getMetadata), this::fetch),
                name -> cluster.destination(name));
        var conditions = new Conditions(clock);
        var events = new Events(client, clock);
        routes = new CallbackRouteReconciler(
                settings, cluster, own, references, names, exposures, workers, conditions, events, routeTriggers);
        controllers = new io.javaoperatorsdk.operator.Operator(this::configure);
        controllers.register(routes, this::configure);
        controllers.register(
                new CallbackDestinationReconciler(
                        new RouteCompiler(settings.baseDomain()), references, conditions, events, destinationTriggers),
                this::configure);
    }

    private @Nullable Secret fetch(String name) {
        var slash = name.indexOf('/');
        return client.secrets()
                .inNamespace(name.substring(0, slash))
                .withName(name.substring(slash + 1))
                .get();
    }

    private void configure(ConfigurationServiceOverrider configuration) {
        configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withExecutorService(Executors.newFixedThreadPool(
                        THREADS,
                        Thread.ofPlatform().daemon().name("reconcile-", 0).factory()))
                .withStopOnInformerErrorDuringStartup(false)
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics));
        var election = settings.leaderElection();
        if (election.enabled()) {
            configuration.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.leaseName())
                            .withLeaseNamespace(settings.namespace())
                            .withLeaseDuration(election.leaseDuration())
                            .withRenewDeadline(election.renewDeadline())
                            .withRetryPeriod(election.retryPeriod())
                            .build());
        }
    }

    private <P extends HasMetadata> void configure(ControllerConfigurationOverrider<P> controller) {
        controller
                .withRetry(new GenericRetry()
                        .setInitialInterval(Duration.ofMillis(200))
                        .setIntervalMultiplier(2)
                        .setMaxInterval(30_000)
                        .withoutMaxAttempts())
                .withReconciliationMaxInterval(LOOK_AGAIN)
                .withFieldManager("callbackers-operator")
                .withTriggerReconcilerOnAllEvents(true);
        if (settings.watchNamespaces().isEmpty()) {
            controller.watchingAllNamespaces();
        } else {
            controller.settingNamespaces(settings.watchNamespaces());
        }
    }

    /** Returns once everything is known and reconciled from then on; with leader election, by the leader. */
    public void start(InetAddress managementAddress) throws IOException {
        management = ManagementServer.start(
                new InetSocketAddress(managementAddress, settings.managementPort()),
                this::isHealthy,
                this::isReady,
                metrics);
        cluster.start().join();
        exposures
                .always()
                .forEach(each ->
                        own.bring(each, cluster.exposure(each.getMetadata().getName())));
        started = true;
        controllers.start();
    }

    private boolean isHealthy() {
        return !started || cluster.isWatching();
    }

    /** One that does not lead is ready to. */
    public boolean isReady() {
        return started && cluster.isWatching();
    }

    public int managementPort() {
        return management == null ? -1 : management.port();
    }

    @Override
    public void close() {
        controllers.stop();
        cluster.close();
        metadataOnly.close();
        if (management != null) {
            management.close();
        }
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
            routeTriggers.reconcile(routes.askingFor(new HostNames(settings.baseDomain()).whole(namespace)));
        }

        @Override
        public void ownObjectChanged(String route, HasMetadata object) {
            if (!routes.wrote(object)) {
                routeTriggers.reconcile(List.of(route));
            }
        }

        @Override
        public void ownObjectGone(String route) {
            routeTriggers.reconcile(List.of(route));
        }
    }
}

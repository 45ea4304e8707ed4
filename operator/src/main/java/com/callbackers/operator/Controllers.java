package com.callbackers.operator;

import com.callbackers.operator.cluster.Clients;
import com.callbackers.operator.management.OperatorMetrics;
import com.callbackers.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reconcilers at work, in one process at a time. */
final class Controllers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(30);
    private static final Duration FINISHING = Duration.ofSeconds(3);
    private static final int LONGEST_RETRY_MILLIS = 10_000;
    private static final int THREADS = 8;

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final Runnable leading;
    private final Consumer<Throwable> ended;
    private final String identity =
            Objects.requireNonNullElse(System.getenv("HOSTNAME"), "operator") + "_" + UUID.randomUUID();
    private final io.javaoperatorsdk.operator.Operator operator;
    private volatile boolean leads;
    private volatile boolean closing;

    /**
     * @param leading done by the one that leads, before it reconciles
     * @param ended given the cause when it cannot go on
     */
    Controllers(
            OperatorSettings settings,
            KubernetesClient client,
            OperatorMetrics metrics,
            Runnable leading,
            Consumer<Throwable> ended) {
        this.settings = settings;
        this.client = client;
        this.leading = leading;
        this.ended = ended;
        operator = new io.javaoperatorsdk.operator.Operator(configuration -> configure(configuration, metrics));
    }

    private void configure(ConfigurationServiceOverrider configuration, OperatorMetrics metrics) {
        configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withParseResourceVersions(true)
                .withResourceCloner(new Untouched())
                .withExecutorService(Executors.newFixedThreadPool(
                        THREADS,
                        Thread.ofPlatform().daemon().name("reconcile-", 0).factory()))
                .withReconciliationTerminationTimeout(FINISHING)
                .withInformerStoppedHandler((informer, failure) -> {
                    if (failure != null && !closing) {
                        ended.accept(failure);
                    }
                })
                .withMetrics(metrics);
        if (areElected()) {
            configuration.withLeaderElectionConfiguration(election());
        }
    }

    /** Nobody changes a resource that is reconciled, so none has to be copied. */
    private static final class Untouched implements Cloner {
        @Override
        public <R extends HasMetadata> R clone(R object) {
            return object;
        }
    }

    boolean areElected() {
        return settings.leaderElection().enabled();
    }

    boolean isLeading() {
        return leads;
    }

    private LeaderElectionConfiguration election() {
        var election = settings.leaderElection();
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.leaseName())
                .withLeaseNamespace(settings.namespace())
                .withIdentity(identity)
                .withLeaseDuration(election.leaseDuration())
                .withRenewDeadline(election.renewDeadline())
                .withRetryPeriod(election.retryPeriod())
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::follow, leader -> {}))
                .build();
    }

    private void lead() {
        leads = true;
        LOG.atInfo().addKeyValue("identity", identity).log("This operator leads");
        try {
            leading.run();
        } catch (RuntimeException e) {
            ended.accept(e);
            throw e;
        }
    }

    private void follow() {
        leads = false;
        if (!closing) {
            ended.accept(new LostLeadException());
        }
    }

    <P extends HasMetadata> void register(Reconciler<P> reconciler) {
        operator.register(reconciler, this::configure);
    }

    private <P extends HasMetadata> void configure(ControllerConfigurationOverrider<P> controller) {
        controller
                .withRetry(new GenericRetry()
                        .setInitialInterval(Duration.ofMillis(200))
                        .setIntervalMultiplier(2)
                        .setMaxInterval(LONGEST_RETRY_MILLIS)
                        .withoutMaxAttempts())
                .withReconciliationMaxInterval(LOOK_AGAIN)
                .withInformerListLimit(Clients.PAGE)
                .withTriggerReconcilerOnAllEvents(true);
        if (settings.watchNamespaces().isEmpty()) {
            controller.watchingAllNamespaces();
        } else {
            controller.settingNamespaces(settings.watchNamespaces());
        }
    }

    /** Returns when all resources are known; from then on they are reconciled, with leader election by the leader. */
    void start() {
        operator.start();
        if (!areElected()) {
            leads = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        var led = leads;
        operator.stop();
        if (areElected() && led) {
            release();
        }
    }

    /** So that the next one does not have to wait until it would run out. */
    private void release() {
        try {
            client.leases()
                    .inNamespace(settings.namespace())
                    .withName(settings.leaderElection().leaseName())
                    .edit(lease -> identity.equals(lease.getSpec().getHolderIdentity())
                            ? new LeaseBuilder(lease)
                                    .editSpec()
                                    .withHolderIdentity(null)
                                    .withLeaseDurationSeconds(1)
                                    .endSpec()
                                    .build()
                            : lease);
        } catch (KubernetesClientException e) {
            LOG.atDebug().setCause(e).log("The lead could not be handed on and runs out instead");
        }
    }
}

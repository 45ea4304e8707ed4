package com.callbackers.operator.routes;

import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.CompiledSecret;
import com.callbackers.compiler.UnreadableRouteException;
import com.callbackers.operator.cluster.Cluster;
import com.callbackers.operator.cluster.OwnObjects;
import com.callbackers.operator.cluster.Triggers;
import com.callbackers.operator.cluster.Versions;
import com.callbackers.operator.exposure.Exposing;
import com.callbackers.operator.hosts.HostClaims;
import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.hosts.HostPolicy;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.status.StatusWriter;
import com.callbackers.operator.stored.Stored;
import com.callbackers.operator.stored.StoredRoute;
import com.callbackers.operator.workers.Holding;
import com.callbackers.operator.workers.Workers;
import com.callbackers.resources.CallbackRouteStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a route to the workers and its hosts to the edge, and says how it stands. Everything is recomputed from what
 * the watches know; only differences are written; nothing is waited for.
 */
@ControllerConfiguration(name = "routes")
public final class CallbackRouteReconciler implements Reconciler<StoredRoute> {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackRouteReconciler.class);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final String BY_HOST = "host";

    private final OperatorSettings settings;
    private final OwnObjects<Secret> compiled;
    private final Exposing exposing;
    private final Judge judge;
    private final HostClaims claims = new HostClaims();
    private final HostNames names;
    private final Workers workers;
    private final RouteStatuses statuses;
    private final StatusWriter writer;
    private final Triggers<StoredRoute> triggers;
    private final Housekeeping housekeeping;
    /** Reasons of Ready by route, for the metrics. */
    private final Map<String, String> readiness = new ConcurrentHashMap<>();
    /** Judged since their hosts became free; of the others an older route comes before a newer one. */
    private final Set<String> judged = ConcurrentHashMap.newKeySet();

    private volatile Optional<IndexedResourceCache<StoredRoute>> routes = Optional.empty();

    public CallbackRouteReconciler(
            OperatorSettings settings,
            Cluster cluster,
            Exposing exposing,
            ClusterReferences references,
            HostNames names,
            Workers workers,
            Conditions conditions,
            StatusWriter writer,
            Triggers<StoredRoute> triggers,
            Housekeeping housekeeping) {
        this.settings = settings;
        this.compiled = cluster.compiled();
        this.exposing = exposing;
        this.names = names;
        this.workers = workers;
        this.writer = writer;
        this.triggers = triggers;
        var policy = new HostPolicy(settings.hosts(), names, cluster::isNamespace);
        judge = new Judge(settings.baseDomain(), names, policy, claims, references);
        statuses = new RouteStatuses(conditions, settings.url());
        this.housekeeping = housekeeping;
    }

    @Override
    public List<EventSource<?, StoredRoute>> prepareEventSources(EventSourceContext<StoredRoute> context) {
        context.getPrimaryCache()
                .addIndexer(BY_HOST, route -> names.of(route.read().resource()));
        routes = Optional.of(context.getPrimaryCache());
        return List.of(triggers);
    }

    /** To be called when all routes are known, before the first is reconciled. */
    public void begin() {
        var present = present();
        compiled.all()
                .filter(secret ->
                        OwnObjects.route(secret).filter(present::contains).isPresent())
                .sorted(Comparator.comparing((Secret secret) ->
                                String.valueOf(secret.getMetadata().getCreationTimestamp()))
                        .thenComparing(secret -> secret.getMetadata().getName()))
                .map(CallbackRouteReconciler::read)
                .flatMap(Optional::stream)
                .forEach(route -> claims.restore(route.name(), new HostNames(route.baseDomain()).of(route.resource())));
        housekeeping.begin(this::present);
    }

    private Set<String> present() {
        return routes.stream()
                .flatMap(IndexedResourceCache::list)
                .map(Stored::key)
                .collect(Collectors.toSet());
    }

    /** Those that ask for a host. */
    public List<String> askingFor(String host) {
        return triggers.isRunning()
                ? routes.stream()
                        .flatMap(all -> all.byIndex(BY_HOST, host).stream())
                        .map(Stored::key)
                        .toList()
                : List.of();
    }

    /** How many routes are ready, or are not for what reason. */
    public long count(String reason) {
        return readiness.values().stream().filter(reason::equals).count();
    }

    @Override
    public UpdateControl<StoredRoute> reconcile(StoredRoute route, Context<StoredRoute> context) {
        var name = Stored.key(route);
        if (context.isPrimaryResourceDeleted()) {
            remove(name);
            housekeeping.seen(name);
            return UpdateControl.noUpdate();
        }
        if (isAfterAnother(route, name)) {
            return UpdateControl.<StoredRoute>noUpdate().rescheduleAfter(SOON);
        }
        try {
            return brought(route, name, context);
        } finally {
            judged.add(name);
        }
    }

    private UpdateControl<StoredRoute> brought(StoredRoute route, String name, Context<StoredRoute> context) {
        var before = compiled.get(CompiledSecret.name(name));
        var atWork = before.flatMap(CallbackRouteReconciler::read);
        var judgement = judge.judge(route, atWork);
        try {
            var holding = bring(name, judgement, before.isPresent() && atWork.isEmpty());
            housekeeping.seen(name);
            if (judgement.isGood() && !holding.isComplete() && isNew(name, before)) {
                // Mostly the workers have it in a moment, and then it is told once.
                workers.lookSoon(name);
                return UpdateControl.noUpdate();
            }
            tell(route, statuses.of(route, judgement, holding), context);
            return UpdateControl.noUpdate();
        } catch (KubernetesClientException e) {
            if (attempts(context) > 1) {
                tell(route, statuses.failed(route, judgement, Failures.told(e)), context);
            }
            throw e;
        }
    }

    /** Whether it was written just now. */
    private boolean isNew(String name, Optional<Secret> before) {
        return !before.map(Secret::getMetadata)
                .map(ObjectMeta::getResourceVersion)
                .equals(compiled.get(CompiledSecret.name(name))
                        .map(Secret::getMetadata)
                        .map(ObjectMeta::getResourceVersion));
    }

    private static int attempts(Context<StoredRoute> context) {
        return context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    }

    /** @param unreadable what is at work cannot be read here, as what a later version wrote */
    private Holding bring(String name, Judgement judgement, boolean unreadable) {
        var holding = Holding.NOBODY;
        if (judgement.compiled().isPresent()) {
            holding = bring(name, judgement.compiled().get());
            exposing.expose(name, judgement.hosts());
        } else if (!unreadable) {
            withdraw(name);
        }
        handOn(claims.keepOnly(name, judgement.hosts()));
        return holding;
    }

    private Holding bring(String name, CompiledRoute route) {
        var now = compiled.bring(CompiledSecret.write(route, settings.namespace(), settings.labels("worker")));
        return workers.look(name, Versions.number(now.getMetadata().getResourceVersion()));
    }

    private void withdraw(String name) {
        exposing.expose(name, Set.of());
        compiled.get(CompiledSecret.name(name)).ifPresent(compiled::remove);
        workers.forget(name);
    }

    private void remove(String name) {
        judged.remove(name);
        readiness.remove(name);
        judge.forget(name);
        withdraw(name);
        handOn(claims.release(name));
    }

    /** Hosts have become free for those. */
    private void handOn(Set<String> waiting) {
        judged.removeAll(waiting);
        triggers.reconcile(waiting);
    }

    private static Optional<CompiledRoute> read(Secret secret) {
        try {
            return Optional.of(CompiledSecret.read(secret));
        } catch (UnreadableRouteException e) {
            LOG.atWarn()
                    .addKeyValue("secret", secret.getMetadata().getName())
                    .addKeyValue("cause", e.getMessage())
                    .log("A compiled route cannot be read");
            return Optional.empty();
        }
    }

    private void tell(StoredRoute route, CallbackRouteStatus status, Context<StoredRoute> context) {
        Conditions.find(status.conditions(), "Ready")
                .ifPresent(ready -> readiness.put(Stored.key(route), ready.getReason()));
        if (!status.equals(route.getStatus())) {
            writer.write(route, route.with(status), RouteStatuses.before(route), status.conditions(), context);
        }
    }

    /** Of routes that ask for a host that is free, the oldest gets it. */
    private boolean isAfterAnother(StoredRoute route, String name) {
        return !judged.contains(name)
                && names.of(route.read().resource()).stream()
                        .filter(host -> claims.holder(host).isEmpty())
                        .flatMap(host -> routes.stream().flatMap(all -> all.byIndex(BY_HOST, host).stream()))
                        .filter(other -> !judged.contains(Stored.key(other)))
                        .anyMatch(other -> AGE.compare(other, route) < 0);
    }

    private static final Comparator<StoredRoute> AGE = Comparator.comparing(
                    (StoredRoute route) -> String.valueOf(route.getMetadata().getCreationTimestamp()))
            .thenComparing(Stored::key);
}

package com.callbackers.operator.routes;

import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.CompiledSecret;
import com.callbackers.compiler.UnreadableRouteException;
import com.callbackers.operator.cluster.Cluster;
import com.callbackers.operator.cluster.OwnObjects;
import com.callbackers.operator.cluster.Triggers;
import com.callbackers.operator.exposure.Exposures;
import com.callbackers.operator.hosts.HostClaims;
import com.callbackers.operator.hosts.HostNames;
import com.callbackers.operator.hosts.HostPolicy;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.status.Events;
import com.callbackers.operator.workers.Holding;
import com.callbackers.operator.workers.Workers;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a route to the workers and its hosts to the edge, and says how it stands. Everything is recomputed from what
 * the watches know; only differences are written; nothing is waited for.
 */
public final class CallbackRouteReconciler implements Reconciler<CallbackRoute> {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackRouteReconciler.class);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration COUNT_AGAIN = Duration.ofSeconds(10);
    private static final String BY_HOST = "host";

    private final OperatorSettings settings;
    private final Cluster cluster;
    private final OwnObjects own;
    private final Judge judge;
    private final HostClaims claims = new HostClaims();
    private final HostNames names;
    private final Exposures exposures;
    private final Workers workers;
    private final RouteStatuses statuses;
    private final Events events;
    private final Triggers<CallbackRoute> triggers;
    /** Judged since this process began; until then an older route comes before a newer one. */
    private final Set<String> judged = ConcurrentHashMap.newKeySet();

    private final Map<String, String> writtenVersions = new ConcurrentHashMap<>();
    private volatile @Nullable IndexedResourceCache<CallbackRoute> routes;
    private boolean taken;

    public CallbackRouteReconciler(
            OperatorSettings settings,
            Cluster cluster,
            OwnObjects own,
            ClusterReferences references,
            HostNames names,
            Exposures exposures,
            Workers workers,
            Conditions conditions,
            Events events,
            Triggers<CallbackRoute> triggers) {
        this.settings = settings;
        this.cluster = cluster;
        this.own = own;
        this.names = names;
        this.exposures = exposures;
        this.workers = workers;
        this.events = events;
        this.triggers = triggers;
        var policy = new HostPolicy(settings.hosts(), names, cluster::isNamespace);
        judge = new Judge(settings.baseDomain(), names, policy, claims, references);
        statuses = new RouteStatuses(conditions, settings.url());
    }

    @Override
    public List<EventSource<?, CallbackRoute>> prepareEventSources(EventSourceContext<CallbackRoute> context) {
        context.getPrimaryCache().addIndexer(BY_HOST, names::of);
        routes = context.getPrimaryCache();
        return List.of(triggers);
    }

    /** Those that ask for a host. */
    public List<String> askingFor(String host) {
        var known = routes;
        return known == null
                ? List.of()
                : known.byIndex(BY_HOST, host).stream().map(Judge::name).toList();
    }

    /** Whether an object is as this process wrote it: then there is nothing to do. */
    public boolean wrote(HasMetadata object) {
        return object.getMetadata()
                .getResourceVersion()
                .equals(writtenVersions.get(object.getMetadata().getName()));
    }

    @Override
    public UpdateControl<CallbackRoute> reconcile(CallbackRoute route, Context<CallbackRoute> context) {
        takeOver(context.getPrimaryCache());
        var name = Judge.name(route);
        if (context.isPrimaryResourceDeleted()) {
            remove(name);
            return UpdateControl.noUpdate();
        }
        if (isAfterAnother(route, context.getPrimaryCache())) {
            return UpdateControl.<CallbackRoute>noUpdate().rescheduleAfter(SOON);
        }
        try {
            return brought(route, name);
        } finally {
            judged.add(name);
        }
    }

    private UpdateControl<CallbackRoute> brought(CallbackRoute route, String name) {
        var before = cluster.compiled(name);
        var judgement = judge.judge(route, before.flatMap(CallbackRouteReconciler::read));
        triggers.reconcile(judgement.freed());
        var holding = judgement
                .compiled()
                .map(compiled -> bring(name, compiled, before))
                .orElse(NOBODY);
        expose(name, judgement.hosts());
        return told(route, statuses.of(route, judgement, holding));
    }

    private static final Holding NOBODY = new Holding(0, 0, Map.of());

    private static Optional<CompiledRoute> read(Secret secret) {
        try {
            return Optional.of(CompiledSecret.read(secret));
        } catch (UnreadableRouteException e) {
            LOG.atWarn()
                    .addKeyValue("secret", secret.getMetadata().getName())
                    .addKeyValue("cause", e.getMessage())
                    .log("A compiled route cannot be read and is written anew");
            return Optional.empty();
        }
    }

    private Holding bring(String name, CompiledRoute compiled, Optional<Secret> before) {
        var desired = CompiledSecret.write(compiled, settings.namespace(), labels());
        var actual = own.bring(desired, before);
        var version = actual.getMetadata().getResourceVersion();
        writtenVersions.put(actual.getMetadata().getName(), version);
        return workers.look(name, Long.parseLong(version));
    }

    private Map<String, String> labels() {
        var labels = new LinkedHashMap<>(settings.labels());
        labels.put("app.kubernetes.io/name", "callbackers");
        labels.put("app.kubernetes.io/part-of", "callbackers");
        labels.put("app.kubernetes.io/managed-by", "callbackers-operator");
        return labels;
    }

    private void expose(String name, List<String> hosts) {
        var wanted = new HashSet<String>();
        for (var host : hosts) {
            exposures.forHost(host, name).ifPresent(desired -> {
                wanted.add(desired.getMetadata().getName());
                var actual = own.bring(
                        desired, cluster.exposure(desired.getMetadata().getName()));
                writtenVersions.put(
                        actual.getMetadata().getName(), actual.getMetadata().getResourceVersion());
            });
        }
        cluster.exposuresOf(name)
                .filter(exposure -> !wanted.contains(exposure.getMetadata().getName()))
                .forEach(own::remove);
    }

    private UpdateControl<CallbackRoute> told(CallbackRoute route, CallbackRouteStatus status) {
        var before = route.getStatus() == null
                ? List.<Condition>of()
                : route.getStatus().conditions();
        var control = UpdateControl.<CallbackRoute>noUpdate();
        if (!status.equals(route.getStatus())) {
            events.tell(route, before, status.conditions());
            control = UpdateControl.patchStatus(withStatus(route, status));
        }
        var pending = status.conditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getReason().equals("Pending"));
        return pending ? control.rescheduleAfter(COUNT_AGAIN) : control;
    }

    private static CallbackRoute withStatus(CallbackRoute route, CallbackRouteStatus status) {
        var fresh = new CallbackRoute();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(route.getMetadata().getName())
                .withNamespace(route.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }

    /** Of routes that nobody has judged yet, the oldest gets a host that is free. */
    private boolean isAfterAnother(CallbackRoute route, IndexedResourceCache<CallbackRoute> all) {
        return !judged.contains(Judge.name(route))
                && names.of(route).stream()
                        .filter(host -> !claims.isHeld(host))
                        .flatMap(host -> all.byIndex(BY_HOST, host).stream())
                        .filter(other -> !judged.contains(Judge.name(other)))
                        .anyMatch(other -> AGE.compare(other, route) < 0);
    }

    private static final Comparator<CallbackRoute> AGE = Comparator.comparing(
                    (CallbackRoute route) -> String.valueOf(route.getMetadata().getCreationTimestamp()))
            .thenComparing(Judge::name);

    private void remove(String name) {
        judged.remove(name);
        judge.forget(name);
        workers.forget(name);
        cluster.exposuresOf(name).forEach(own::remove);
        cluster.compiled(name).ifPresent(own::remove);
        writtenVersions.remove(CompiledSecret.name(name));
        triggers.reconcile(claims.release(name));
    }

    /** Before the first route is judged: what is claimed already, and what was left behind while nobody was here. */
    private synchronized void takeOver(IndexedResourceCache<CallbackRoute> all) {
        if (taken) {
            return;
        }
        var present = new HashSet<String>();
        all.list(route -> true).forEach(route -> present.add(Judge.name(route)));
        cluster.allCompiled()
                .sorted(Comparator.comparing((Secret secret) ->
                                String.valueOf(secret.getMetadata().getCreationTimestamp()))
                        .thenComparing(secret -> secret.getMetadata().getName()))
                .forEach(secret -> takeOver(secret, present));
        cluster.allExposures()
                .filter(exposure -> {
                    var route = exposure.getMetadata().getAnnotations().get(Exposures.ROUTE);
                    return route != null && !present.contains(route);
                })
                .forEach(own::remove);
        taken = true;
    }

    private void takeOver(Secret secret, Set<String> present) {
        var route = CompiledSecret.route(secret).filter(present::contains);
        if (route.isEmpty()) {
            own.remove(secret);
        } else {
            read(secret)
                    .ifPresent(compiled ->
                            claims.restore(route.get(), new HostNames(compiled.baseDomain()).of(compiled.resource())));
        }
    }
}

package com.callbackers.operator.destinations;

import com.callbackers.compiler.Problem;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UsedReferences;
import com.callbackers.operator.cluster.Triggers;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.status.Events;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.List;

/** Says how a destination stands; what it means for routes is said with those. */
public final class CallbackDestinationReconciler implements Reconciler<CallbackDestination> {

    private final RouteCompiler compiler;
    private final ClusterReferences references;
    private final Conditions conditions;
    private final Events events;
    private final Triggers<CallbackDestination> triggers;

    public CallbackDestinationReconciler(
            RouteCompiler compiler,
            ClusterReferences references,
            Conditions conditions,
            Events events,
            Triggers<CallbackDestination> triggers) {
        this.compiler = compiler;
        this.references = references;
        this.conditions = conditions;
        this.events = events;
        this.triggers = triggers;
    }

    @Override
    public List<EventSource<?, CallbackDestination>> prepareEventSources(
            EventSourceContext<CallbackDestination> context) {
        return List.of(triggers);
    }

    @Override
    public UpdateControl<CallbackDestination> reconcile(
            CallbackDestination destination, Context<CallbackDestination> context) {
        var user = "CallbackDestination " + destination.getMetadata().getNamespace() + "/"
                + destination.getMetadata().getName();
        if (context.isPrimaryResourceDeleted()) {
            references.forget(user);
            return UpdateControl.noUpdate();
        }
        var used = new UsedReferences(references.lookedAtBy(user));
        var problems = compiler.check(destination, used);
        references.keep(user, List.of(used));
        var status = status(destination, problems);
        if (status.equals(destination.getStatus())) {
            return UpdateControl.noUpdate();
        }
        events.tell(destination, before(destination), status.conditions());
        return UpdateControl.patchStatus(withStatus(destination, status));
    }

    private CallbackDestinationStatus status(CallbackDestination destination, List<Problem> problems) {
        var generation = destination.getMetadata().getGeneration();
        var list = new ArrayList<Condition>();
        list.add(conditions.of("Accepted", problems, "the destination is valid"));
        list.add(conditions.of("ResolvedRefs", problems, "every secret was found"));
        list.add(Conditions.ready(
                list,
                destination.getSpec() != null && destination.getSpec().suspend()
                        ? "deliveries wait: the destination is suspended"
                        : "deliveries are made"));
        return new CallbackDestinationStatus(generation, conditions.since(before(destination), list, generation));
    }

    private static List<Condition> before(CallbackDestination destination) {
        return destination.getStatus() == null
                ? List.of()
                : destination.getStatus().conditions();
    }

    private static CallbackDestination withStatus(CallbackDestination destination, CallbackDestinationStatus status) {
        var fresh = new CallbackDestination();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(destination.getMetadata().getName())
                .withNamespace(destination.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}

package com.callbackers.operator.destinations;

import com.callbackers.compiler.Problem;
import com.callbackers.compiler.Reason;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UsedReferences;
import com.callbackers.operator.cluster.Triggers;
import com.callbackers.operator.references.ClusterReferences;
import com.callbackers.operator.status.Conditions;
import com.callbackers.operator.status.StatusWriter;
import com.callbackers.operator.stored.Stored;
import com.callbackers.operator.stored.StoredDestination;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackDestinationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how a destination stands; what it means for routes is said with those. */
@ControllerConfiguration(name = "destinations")
public final class CallbackDestinationReconciler implements Reconciler<StoredDestination> {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackDestinationReconciler.class);

    private final RouteCompiler compiler;
    private final ClusterReferences references;
    private final Conditions conditions;
    private final StatusWriter writer;
    private final Triggers<StoredDestination> triggers;

    public CallbackDestinationReconciler(
            RouteCompiler compiler,
            ClusterReferences references,
            Conditions conditions,
            StatusWriter writer,
            Triggers<StoredDestination> triggers) {
        this.compiler = compiler;
        this.references = references;
        this.conditions = conditions;
        this.writer = writer;
        this.triggers = triggers;
    }

    @Override
    public List<EventSource<?, StoredDestination>> prepareEventSources(EventSourceContext<StoredDestination> context) {
        return List.of(triggers);
    }

    @Override
    public UpdateControl<StoredDestination> reconcile(StoredDestination stored, Context<StoredDestination> context) {
        var user = "CallbackDestination " + Stored.key(stored);
        if (context.isPrimaryResourceDeleted()) {
            references.forget(user);
            return UpdateControl.noUpdate();
        }
        var used = new UsedReferences(references.lookedAtBy(user));
        var read = stored.read();
        var status = status(stored, read.resource(), read.with(check(read.resource(), used)));
        references.keep(user, List.of(used));
        if (!status.equals(stored.getStatus())) {
            writer.write(stored, stored.with(status), before(stored), status.conditions(), context);
        }
        return UpdateControl.noUpdate();
    }

    private List<Problem> check(CallbackDestination destination, UsedReferences used) {
        try {
            return compiler.check(destination, used);
        } catch (KubernetesClientException e) {
            // what it refers to could not be read now
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("destination", Stored.key(destination))
                    .setCause(e)
                    .log("A destination cannot be checked, and not for its own fault");
            return List.of(new Problem(
                    Reason.INVALID_SPEC,
                    "spec",
                    "cannot be checked (" + e.getClass().getSimpleName() + ")"));
        }
    }

    private CallbackDestinationStatus status(
            StoredDestination stored, CallbackDestination destination, List<Problem> problems) {
        var generation = stored.getMetadata().getGeneration();
        var list = new ArrayList<Condition>();
        list.add(conditions.of("Accepted", problems, "the destination is valid"));
        list.add(conditions.of("ResolvedRefs", problems, "every secret was found"));
        list.add(Conditions.ready(
                list,
                destination.getSpec() != null && destination.getSpec().suspend()
                        ? "deliveries wait: the destination is suspended"
                        : "deliveries are made"));
        return new CallbackDestinationStatus(generation, conditions.since(before(stored), list, generation));
    }

    private static List<Condition> before(StoredDestination stored) {
        var status = stored.getStatus();
        return status == null ? List.of() : status.conditions();
    }
}

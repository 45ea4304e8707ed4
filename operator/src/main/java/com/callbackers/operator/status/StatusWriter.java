package com.callbackers.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;

/** Writes how a resource stands, and then tells it as an Event. */
public final class StatusWriter {

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("callbackers-operator")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Events events;

    public StatusWriter(KubernetesClient client, Events events) {
        this.client = client;
        this.events = events;
    }

    /**
     * The cache has the new status at once, so that nothing is told twice.
     *
     * @param desired its name and its status, nothing else
     */
    public <R extends HasMetadata> void write(
            R resource, R desired, List<Condition> before, List<Condition> now, Context<R> context) {
        R written;
        try {
            written = client.resource(desired).subresource("status").patch(APPLY);
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                // It is gone; that is told by the watch.
                return;
            }
            throw e;
        }
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(resource), written, resource);
        events.tell(resource, before, now);
    }
}

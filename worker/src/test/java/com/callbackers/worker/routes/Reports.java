package com.callbackers.worker.routes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;

/** Notes each version that is reported. */
record Reports(List<String> versions) implements ResourceEventHandler<Lease> {

    @Override
    public void onAdd(Lease lease) {
        versions.add(lease.getMetadata().getAnnotations().get(Holding.VERSION));
    }

    @Override
    public void onUpdate(Lease before, Lease lease) {
        onAdd(lease);
    }

    @Override
    public void onDelete(Lease lease, boolean finalStateUnknown) {}
}

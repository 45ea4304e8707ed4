package com.callbackers.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Writes what the operator makes, where it is not already as it should be. */
public final class OwnObjects {

    private static final String FIELD_MANAGER = "callbackers-operator";

    private final KubernetesClient client;

    public OwnObjects(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @param actual as it was seen last
     * @return as it is now
     */
    public <T extends HasMetadata> T bring(T desired, Optional<? extends HasMetadata> actual) {
        if (actual.isPresent() && Covering.covers(actual.get(), desired)) {
            @SuppressWarnings("unchecked")
            var same = (T) actual.get();
            return same;
        }
        return client.resource(desired)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    public void remove(HasMetadata object) {
        client.resource(object).delete();
    }
}

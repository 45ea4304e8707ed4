package com.callbackers.operator.workers;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/**
 * What a worker says it holds.
 *
 * @param version of the compiled routes, up to which it has taken them
 * @param refused reasons by route, for those of them that it could not take
 */
record Report(long version, Map<String, String> refused) {

    static final Report NOTHING = new Report(0, Map.of());

    private static final String VERSION = "callbackers.com/routes-version";
    private static final String REFUSED = "callbackers.com/refused-routes";

    /** A lease that says nothing sensible says nothing. */
    static Report of(Lease lease) {
        var annotations = lease.getMetadata().getAnnotations();
        if (annotations == null || annotations.get(VERSION) == null) {
            return NOTHING;
        }
        try {
            var refused = annotations.get(REFUSED);
            return new Report(
                    Long.parseLong(annotations.get(VERSION)),
                    refused == null
                            ? Map.of()
                            : Serialization.unmarshal(refused, new TypeReference<Map<String, String>>() {}));
        } catch (RuntimeException e) {
            return NOTHING;
        }
    }

    boolean holds(String route, long version) {
        return this.version >= version && !refused.containsKey(route);
    }
}

package com.callbackers.operator.workers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says it holds.
 *
 * @param version of the compiled routes, up to which it has taken them
 * @param refused reasons by route, for those of them that it could not take
 */
record Report(long version, Map<String, String> refused) {

    static final Report NOTHING = new Report(-1, Map.of());

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String VERSION = "callbackers.com/routes-version";
    private static final String REFUSED = "callbackers.com/refused-routes";

    /** A lease that says nothing sensible says nothing. */
    static Report of(Lease lease) {
        var annotations = lease.getMetadata().getAnnotations();
        if (annotations == null || annotations.get(VERSION) == null) {
            return NOTHING;
        }
        try {
            return new Report(Long.parseLong(annotations.get(VERSION)), refused(annotations.get(REFUSED)));
        } catch (NumberFormatException | JsonProcessingException e) {
            return NOTHING;
        }
    }

    private static Map<String, String> refused(@Nullable String json) throws JsonProcessingException {
        return json == null ? Map.of() : Map.copyOf(JSON.readValue(json, new TypeReference<Map<String, String>>() {}));
    }
}

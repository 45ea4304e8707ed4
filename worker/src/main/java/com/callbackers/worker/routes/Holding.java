package com.callbackers.worker.routes;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker says it holds.
 *
 * @param version of Kubernetes, up to which it holds the compiled routes
 * @param refused routes that it could not take, with the reasons
 */
record Holding(String version, Map<String, String> refused) {

    static final String VERSION = "callbackers.com/routes-version";
    static final String REFUSED = "callbackers.com/refused-routes";

    private static final int LONGEST_REASON = 500;

    /** Kubernetes keeps 256 KiB of annotations. */
    private static final int MOST_BYTES = 200 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    Holding {
        refused = Map.copyOf(refused);
    }

    /** Who cannot name all that it refused does not say that it holds the others. */
    Map<String, String> annotations() {
        if (refused.isEmpty()) {
            return Map.of(VERSION, version);
        }
        var json = JSON.writeValueAsString(refused.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> shortened(entry.getValue()), (a, b) -> a, TreeMap::new)));
        return json.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                ? Map.of()
                : Map.of(VERSION, version, REFUSED, json);
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, reason.codePointCount(0, LONGEST_REASON - 1))) + "…";
    }
}

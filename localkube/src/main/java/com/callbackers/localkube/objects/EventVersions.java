package com.callbackers.localkube.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Events are the same objects in two groups, under different names of their fields. */
final class EventVersions {

    private static final String NEW_API_VERSION = "events.k8s.io/v1";

    /** By the name in the core group: the name in events.k8s.io. */
    private static final Map<String, String> NAMES = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "reportingComponent", "reportingController",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount");

    private EventVersions() {}

    static boolean isNew(ObjectNode event) {
        return event.path("kind").asText().equals("Event")
                && event.path("apiVersion").asText().equals(NEW_API_VERSION);
    }

    static ObjectNode toCore(ObjectNode event) {
        var core = event.deepCopy().put("apiVersion", "v1");
        NAMES.forEach((name, newName) -> rename(core, newName, name));
        return core;
    }

    static ObjectNode fromCore(ObjectNode event) {
        var renamed = event.deepCopy().put("apiVersion", NEW_API_VERSION);
        NAMES.forEach((name, newName) -> rename(renamed, name, newName));
        return renamed;
    }

    private static void rename(ObjectNode event, String from, String to) {
        var value = event.remove(from);
        if (value != null) {
            event.set(to, value);
        }
    }
}

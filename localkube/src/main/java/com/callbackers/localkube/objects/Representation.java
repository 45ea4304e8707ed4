package com.callbackers.localkube.objects;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.store.Stored;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** An object in the version that it is asked for in. Versions differ in nothing but their name, save for events. */
public final class Representation {

    private Representation() {}

    public static ObjectNode tree(Kind kind, Stored object) {
        return in(kind, object.tree());
    }

    public static byte[] bytes(Kind kind, Stored object) {
        return isIn(kind, object.json()) ? object.json() : Json.bytes(tree(kind, object));
    }

    private static ObjectNode in(Kind kind, ObjectNode tree) {
        if (kind.group().equals("events.k8s.io")) {
            return EventVersions.fromCore(tree);
        }
        return tree.put("apiVersion", kind.apiVersion());
    }

    /** Objects are written with their apiVersion in front, so that the tree need not be read for it. */
    private static boolean isIn(Kind kind, byte[] json) {
        var start = ("{\"apiVersion\":\"" + kind.apiVersion() + "\"").getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.equals(json, 0, Math.min(start.length, json.length), start, 0, start.length);
    }

    /** As it is stored. */
    static ObjectNode stored(ObjectNode tree) {
        if (EventVersions.isNew(tree)) {
            return EventVersions.toCore(tree);
        }
        var stored = Json.object();
        stored.set("apiVersion", tree.get("apiVersion"));
        stored.set("kind", tree.get("kind"));
        stored.set("metadata", tree.get("metadata"));
        stored.setAll(tree);
        return stored;
    }
}

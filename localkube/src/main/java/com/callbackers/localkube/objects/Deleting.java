package com.callbackers.localkube.objects;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kinds;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Deletes objects: at once, or when the last of their finalizers is gone. */
public final class Deleting {

    public static final String FOREGROUND = "foregroundDeletion";
    public static final String ORPHAN = "orphan";

    /** On definitions, until their objects are gone. */
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    /** The answer, and whether the object is gone already. */
    public record Deleted(ObjectNode answer, boolean gone) {}

    private final Store store;
    private final Clock clock;

    public Deleting(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public Deleted delete(Kind kind, String namespace, String name, DeleteOptions options) {
        while (true) {
            var stored = store.get(kind.key(namespace, name))
                    .orElseThrow(() -> RefusedException.notFound(kind.subject(name)));
            checkPreconditions(kind, stored, options);
            var object = stored.tree();
            mark(stored, object, options);
            var waits = waits(stored, object);
            if (options.dryRun()) {
                return answer(kind, stored, object, waits);
            }
            if (write(stored, object, waits).isPresent()) {
                return answer(kind, stored, object, waits);
            }
        }
    }

    private Optional<Stored> write(Stored stored, ObjectNode object, boolean waits) {
        if (!waits) {
            return store.remove(stored, object);
        }
        return object.equals(stored.tree()) ? Optional.of(stored) : store.replace(stored, object);
    }

    private static boolean waits(Stored stored, ObjectNode object) {
        // a namespace waits for what is in it
        return !Metadata.finalizers(object).isEmpty() || stored.key().resource().equals(Namespaces.RESOURCE);
    }

    private void mark(Stored stored, ObjectNode object, DeleteOptions options) {
        var finalizers = Metadata.finalizers(object);
        finalizers.removeAll(List.of(FOREGROUND, ORPHAN));
        switch (options.propagation()) {
            case FOREGROUND -> finalizers.add(FOREGROUND);
            case ORPHAN -> finalizers.add(ORPHAN);
            case BACKGROUND -> {
                // what it owns goes after it
            }
        }
        if (stored.key().resource().equals(Kinds.DEFINITIONS) && !finalizers.contains(CLEANUP)) {
            finalizers.add(CLEANUP);
        }
        Metadata.setFinalizers(object, finalizers);
        if (!Metadata.isBeingDeleted(object)) {
            var metadata = Metadata.of(object);
            metadata.put(
                    "deletionTimestamp",
                    Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
            metadata.put("deletionGracePeriodSeconds", 0);
            if (metadata.has("generation")) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
            if (stored.key().resource().equals(Namespaces.RESOURCE)) {
                Json.objectAt(object, "status").put("phase", "Terminating");
            }
        }
    }

    private static void checkPreconditions(Kind kind, Stored stored, DeleteOptions options) {
        var uid = options.uid();
        if (uid != null && !uid.equals(stored.uid())) {
            throw RefusedException.conflict(
                    kind.subject(stored.key().name()),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + stored.uid());
        }
        var version = options.resourceVersion();
        if (version != null && !version.equals(Long.toString(stored.resourceVersion()))) {
            throw RefusedException.conflict(
                    kind.subject(stored.key().name()),
                    "Precondition failed: ResourceVersion in precondition: " + version
                            + ", ResourceVersion in object meta: " + stored.resourceVersion());
        }
    }

    private static Deleted answer(Kind kind, Stored stored, ObjectNode object, boolean waits) {
        if (waits) {
            return new Deleted(object, false);
        }
        var status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Success");
        var details = status.putObject("details").put("name", stored.key().name());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural()).put("uid", stored.uid());
        return new Deleted(status, true);
    }
}

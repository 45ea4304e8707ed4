package com.callbackers.localkube.watch;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Change;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One who follows a resource. It is asked for the next events when there is room to send them; until then the store keeps them. */
public final class Watcher {

    private final Watch watch;
    private final Store store;
    private final Queue<Stored> initial = new ArrayDeque<>();
    private boolean initialEndIsDue;
    private long version;
    private long told;
    private boolean ended;

    public Watcher(Watch watch, Store store) {
        this.watch = watch;
        this.store = store;
        if (watch.from() > 0) {
            version = watch.from();
        } else {
            var listed = store.list(watch.kind().storage(), watch.namespace());
            listed.objects().stream().filter(watch.selection()::fits).forEach(initial::add);
            version = listed.resourceVersion();
            initialEndIsDue = watch.initialEventsEnd();
        }
        told = version;
    }

    public Watch watch() {
        return watch;
    }

    /** True when nothing will follow. */
    public boolean ended() {
        return ended;
    }

    /** Those that are due, each as one JSON object; empty when all is told. */
    public List<byte[]> next(int atMost) {
        var events = new ArrayList<byte[]>();
        while (events.size() < atMost && !initial.isEmpty()) {
            events.add(event("ADDED", watch.renderer().object(initial.remove())));
        }
        if (initialEndIsDue && initial.isEmpty()) {
            initialEndIsDue = false;
            events.add(event("BOOKMARK", watch.renderer().bookmark(version, true)));
        }
        while (events.size() < atMost && initial.isEmpty() && !ended) {
            if (!addChanges(events, atMost - events.size())) {
                break;
            }
        }
        return events;
    }

    /** @return whether there was any change, be it one that is not told */
    private boolean addChanges(List<byte[]> events, int atMost) {
        try {
            if (version > store.version()) {
                // of a store before this one
                throw RefusedException.expired(version, store.version());
            }
            var changes = store.changes(watch.kind().storage(), version, atMost);
            for (var change : changes) {
                event(change).ifPresent(event -> {
                    events.add(event);
                    told = change.resourceVersion();
                });
                version = change.resourceVersion();
            }
            return !changes.isEmpty();
        } catch (RefusedException e) {
            events.add(event("ERROR", Json.bytes(e.status())));
            ended = true;
            return false;
        }
    }

    /** What the change is to one who sees only what is selected. */
    private Optional<byte[]> event(Change change) {
        var before = change.before();
        var fitting = before != null && fits(before) ? before : null;
        boolean fits = !(change instanceof Change.Deleted) && fits(change.object());
        if (fits) {
            return Optional.of(event(
                    fitting == null ? "ADDED" : "MODIFIED", watch.renderer().object(change.object())));
        }
        if (fitting != null) {
            var last = change instanceof Change.Deleted ? change.object() : fitting.at(change.resourceVersion());
            return Optional.of(event("DELETED", watch.renderer().object(last)));
        }
        return Optional.empty();
    }

    private boolean fits(Stored object) {
        return (watch.namespace() == null
                        || watch.namespace().equals(object.key().namespace()))
                && watch.selection().fits(object);
    }

    /** The version up to which all is told, for one who asked for it and does not know it yet. */
    public byte @Nullable [] bookmark() {
        var upTo = store.version();
        if (!watch.bookmarks() || ended || !initial.isEmpty() || upTo <= told || hasChanges()) {
            return null;
        }
        version = upTo;
        told = upTo;
        return event("BOOKMARK", watch.renderer().bookmark(upTo, false));
    }

    private boolean hasChanges() {
        return !store.changes(watch.kind().storage(), version, 1).isEmpty();
    }

    private static byte[] event(String type, byte[] object) {
        var event = new ByteArrayOutputStream(object.length + 40);
        event.writeBytes(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
        event.writeBytes(object);
        event.write('}');
        return event.toByteArray();
    }
}

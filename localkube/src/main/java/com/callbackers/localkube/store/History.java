package com.callbackers.localkube.store;

import com.callbackers.localkube.refusal.RefusedException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The latest changes of one resource, so that a watcher can go on from the version it knows. Watchers read from here at their own
 * pace; there is no queue a watcher, so that a slow one costs nothing.
 */
final class History {

    private static final int MOST_CHANGES = 10_000;
    private static final long MOST_BYTES = 16 << 20;

    private final ConcurrentSkipListMap<Long, Change> changes = new ConcurrentSkipListMap<>();
    private long bytes;
    private int size;

    /** Changes up to this version are forgotten. */
    private volatile long forgotten;

    /** @param forgotten the version at which this history begins */
    History(long forgotten) {
        this.forgotten = forgotten;
    }

    /** Called under the store's lock. */
    void add(Change change) {
        changes.put(change.resourceVersion(), change);
        bytes += change.object().json().length;
        size++;
        while (size > MOST_CHANGES || (bytes > MOST_BYTES && size > 1)) {
            var oldest = changes.firstEntry();
            forgotten = oldest.getKey();
            changes.remove(oldest.getKey());
            bytes -= oldest.getValue().object().json().length;
            size--;
        }
    }

    /**
     * @throws RefusedException when changes after that version are forgotten
     */
    List<Change> after(long version, int atMost) {
        var found =
                changes.tailMap(version, false).values().stream().limit(atMost).toList();
        if (version < forgotten) {
            throw RefusedException.expired(version, forgotten);
        }
        return found;
    }
}

package com.callbackers.localkube.garbage;

import com.callbackers.localkube.store.Change;
import com.callbackers.localkube.store.Key;
import com.callbackers.localkube.store.Stored;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who owns whom, by uid. */
final class Owners {

    private final Map<String, Key> objects = new ConcurrentHashMap<>();
    private final Map<String, Set<Key>> dependents = new ConcurrentHashMap<>();

    void take(Change change) {
        var before = change.before();
        if (before != null) {
            before.ownerUids().forEach(owner -> forget(owner, before.key()));
        }
        if (change instanceof Change.Deleted deleted) {
            objects.remove(deleted.object().uid());
        } else {
            add(change.object());
        }
    }

    void add(Stored object) {
        objects.put(object.uid(), object.key());
        object.ownerUids().forEach(owner -> dependents
                .computeIfAbsent(owner, uid -> ConcurrentHashMap.newKeySet())
                .add(object.key()));
    }

    private void forget(String owner, Key dependent) {
        dependents.computeIfPresent(owner, (uid, keys) -> {
            keys.remove(dependent);
            return keys.isEmpty() ? null : keys;
        });
    }

    boolean exists(String uid) {
        return objects.containsKey(uid);
    }

    Optional<Key> object(String uid) {
        return Optional.ofNullable(objects.get(uid));
    }

    Set<Key> dependents(String uid) {
        return Set.copyOf(dependents.getOrDefault(uid, Set.of()));
    }
}

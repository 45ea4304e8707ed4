package com.callbackers.localkube.store;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The objects of one resource in the order of their names, and what happened to them. */
final class Shelf {

    /** No name comes before it, and every name of the namespace comes before {@link #END}. */
    private static final String START = "";

    private static final String END = "\uFFFF";

    private final ConcurrentSkipListMap<Key, Stored> objects = new ConcurrentSkipListMap<>(Key.BY_NAME);
    private final History history;

    Shelf(long version) {
        this.history = new History(version);
    }

    @Nullable
    Stored get(Key key) {
        return objects.get(key);
    }

    void put(Stored object) {
        objects.put(object.key(), object);
    }

    void remove(Key key) {
        objects.remove(key);
    }

    History history() {
        return history;
    }

    /** @param after the key after which to begin */
    Collection<Stored> objects(Resource resource, @Nullable String namespace, @Nullable Key after) {
        NavigableMap<Key, Stored> found = objects;
        if (namespace != null) {
            found = found.subMap(new Key(resource, namespace, START), true, new Key(resource, namespace, END), true);
        }
        return (after == null ? found : found.tailMap(after, false)).values();
    }
}

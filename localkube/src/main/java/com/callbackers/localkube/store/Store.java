package com.callbackers.localkube.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All objects. Writes are compare-and-set, as in etcd: who was too late learns it and decides again. One growing number is the version
 * of everything.
 */
public final class Store implements AutoCloseable {

    private final Map<Resource, Shelf> shelves = new ConcurrentHashMap<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Resource>> followers = new CopyOnWriteArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final ObjectLog log;
    private final long start;
    private volatile long version;

    private Store(ObjectLog log, long version) {
        this.log = log;
        this.start = version;
        this.version = version;
    }

    public static Store inMemory() {
        return new Store(ObjectLog.NONE, 1);
    }

    /** @param folder where the objects are kept; made when it is absent */
    public static Store in(Path folder) {
        var file = ObjectFile.open(folder);
        var store = new Store(file, file.version());
        file.objects().forEach(object -> store.shelf(object.key().resource()).put(object));
        return store;
    }

    public Optional<Stored> get(Key key) {
        return Optional.ofNullable(shelf(key.resource()).get(key));
    }

    /** @param namespace none for those of all namespaces */
    public Listed list(Resource resource, @Nullable String namespace) {
        return list(resource, namespace, null);
    }

    /** @param after the key after which to begin */
    public Listed list(Resource resource, @Nullable String namespace, @Nullable Key after) {
        writing.lock();
        try {
            return new Listed(List.copyOf(shelf(resource).objects(resource, namespace, after)), version);
        } finally {
            writing.unlock();
        }
    }

    public Collection<Resource> resources() {
        return List.copyOf(shelves.keySet());
    }

    public long version() {
        return version;
    }

    /** None when there is such an object. */
    public Optional<Stored> create(Key key, ObjectNode tree) {
        return write(key, null, at -> new Change.Added(Stored.of(key, at, tree)));
    }

    /** None when the object is no longer the given one. */
    public Optional<Stored> replace(Stored before, ObjectNode tree) {
        return write(before.key(), before, at -> new Change.Modified(Stored.of(before.key(), at, tree), before));
    }

    /**
     * None when the object is no longer the given one.
     *
     * @param last what watchers are told it was
     */
    public Optional<Stored> remove(Stored before, ObjectNode last) {
        return write(before.key(), before, at -> new Change.Deleted(Stored.of(before.key(), at, last), before));
    }

    private Optional<Stored> write(Key key, @Nullable Stored expected, LongFunction<Change> next) {
        long position;
        Change change;
        writing.lock();
        try {
            var shelf = shelf(key.resource());
            if (shelf.get(key) != expected) {
                return Optional.empty();
            }
            change = next.apply(version + 1);
            position = log.append(change);
            switch (change) {
                case Change.Added added -> shelf.put(added.object());
                case Change.Modified modified -> shelf.put(modified.object());
                case Change.Deleted deleted -> shelf.remove(key);
            }
            shelf.history().add(change);
            version = change.resourceVersion();
            listeners.forEach(listener -> listener.accept(change));
        } finally {
            writing.unlock();
        }
        log.settle(position);
        followers.forEach(follower -> follower.accept(key.resource()));
        return Optional.of(change.object());
    }

    /** Changes of a resource after a version, the oldest first. */
    public List<Change> changes(Resource resource, long after, int atMost) {
        return shelf(resource).history().after(after, atMost);
    }

    /** Called with each change in order, before anyone else sees it; must be quick. */
    public void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /** Told that a resource has changed, once that is durable. */
    public void follow(Consumer<Resource> follower) {
        followers.add(follower);
    }

    private Shelf shelf(Resource resource) {
        return shelves.computeIfAbsent(resource, r -> new Shelf(start));
    }

    @Override
    public void close() {
        log.close();
    }
}

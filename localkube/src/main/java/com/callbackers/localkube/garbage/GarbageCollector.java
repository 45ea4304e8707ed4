package com.callbackers.localkube.garbage;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kinds;
import com.callbackers.localkube.objects.DeleteOptions;
import com.callbackers.localkube.objects.DeleteOptions.Propagation;
import com.callbackers.localkube.objects.Deleting;
import com.callbackers.localkube.objects.WriteOptions;
import com.callbackers.localkube.objects.Writing;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Change;
import com.callbackers.localkube.store.Key;
import com.callbackers.localkube.store.Resource;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes, after the fact, what cannot stay: objects whose owners are gone, what is in a namespace that is being deleted, the objects of a
 * definition that is. It looks at the state, not at what happened, so that a restart in the middle does no harm.
 */
public final class GarbageCollector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
    private static final Resource NAMESPACES = new Resource("", "namespaces");
    private static final DeleteOptions IN_BACKGROUND = new DeleteOptions(Propagation.BACKGROUND, null, null, false);
    private static final DeleteOptions IN_FOREGROUND = new DeleteOptions(Propagation.FOREGROUND, null, null, false);

    private final Store store;
    private final Kinds kinds;
    private final Writing writing;
    private final Deleting deleting;
    private final Owners owners = new Owners();
    private final LinkedBlockingQueue<Key> suspects = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofVirtual().name("garbage-collector").unstarted(this::run);

    private GarbageCollector(Store store, Kinds kinds, Writing writing, Deleting deleting) {
        this.store = store;
        this.kinds = kinds;
        this.writing = writing;
        this.deleting = deleting;
    }

    public static GarbageCollector start(Store store, Kinds kinds, Writing writing, Deleting deleting) {
        var collector = new GarbageCollector(store, kinds, writing, deleting);
        for (var resource : store.resources()) {
            store.list(resource, null).objects().forEach(object -> {
                collector.owners.add(object);
                collector.suspects.add(object.key());
            });
        }
        store.listen(collector::take);
        collector.thread.start();
        return collector;
    }

    /** Notes whom to look at. */
    private void take(Change change) {
        owners.take(change);
        var object = change.object();
        if (change instanceof Change.Deleted) {
            suspects.addAll(owners.dependents(object.uid()));
            object.ownerUids().forEach(uid -> owners.object(uid).ifPresent(suspects::add));
            suspects.add(new Key(NAMESPACES, "", object.key().namespace()));
            suspects.add(new Key(Kinds.DEFINITIONS, "", object.key().resource().toString()));
        } else {
            suspects.add(object.key());
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var key = suspects.take();
                store.get(key).ifPresent(this::look);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("an object could not be collected");
            }
        }
    }

    private void look(Stored object) {
        if (object.isBeingDeleted()) {
            var tree = object.tree();
            if (object.key().resource().equals(NAMESPACES)) {
                emptyNamespace(object, tree);
            }
            finish(object, tree);
        } else if (!object.ownerUids().isEmpty()) {
            collectIfOrphaned(object);
        }
    }

    private void collectIfOrphaned(Stored object) {
        Predicate<String> gone = uid -> !owners.exists(uid);
        if (object.ownerUids().stream().allMatch(gone)) {
            delete(object.key(), IN_BACKGROUND);
        } else if (object.ownerUids().stream().anyMatch(gone)) {
            removeOwners(object.key(), gone);
        }
    }

    private void removeOwners(Key key, Predicate<String> gone) {
        edit(key, live -> {
            var left = Json.array();
            for (var owner : live.path("metadata").path("ownerReferences")) {
                if (!gone.test(owner.path("uid").asText())) {
                    left.add(owner);
                }
            }
            Json.objectAt(live, "metadata").set("ownerReferences", left);
        });
    }

    /** Does what the finalizers that are ours wait for. */
    private void finish(Stored object, JsonNode tree) {
        for (var finalizer : tree.path("metadata").path("finalizers")) {
            switch (finalizer.asText()) {
                case Deleting.FOREGROUND -> {
                    if (dependentsAreGone(object)) {
                        removeFinalizer(object.key(), Deleting.FOREGROUND);
                    }
                }
                case Deleting.ORPHAN -> {
                    owners.dependents(object.uid()).forEach(key -> removeOwners(key, object.uid()::equals));
                    removeFinalizer(object.key(), Deleting.ORPHAN);
                }
                case Deleting.CLEANUP -> {
                    if (instancesAreGone(tree)) {
                        removeFinalizer(object.key(), Deleting.CLEANUP);
                    }
                }
                default -> {
                    // somebody else's
                }
            }
        }
    }

    /** Those that say that their owner has to wait for them; all are deleted. */
    private boolean dependentsAreGone(Stored owner) {
        boolean gone = true;
        for (var key : owners.dependents(owner.uid())) {
            var dependent = store.get(key);
            if (dependent.isPresent()) {
                gone &= !blocks(dependent.get().tree(), owner.uid());
                if (!dependent.get().isBeingDeleted()) {
                    delete(key, owners.dependents(dependent.get().uid()).isEmpty() ? IN_BACKGROUND : IN_FOREGROUND);
                }
            }
        }
        return gone;
    }

    private static boolean blocks(JsonNode dependent, String owner) {
        for (var reference : dependent.path("metadata").path("ownerReferences")) {
            if (reference.path("uid").asText().equals(owner)
                    && reference.path("blockOwnerDeletion").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private boolean instancesAreGone(JsonNode definition) {
        var spec = definition.path("spec");
        var resource = new Resource(
                spec.path("group").asText(), spec.path("names").path("plural").asText());
        return empty(store.list(resource, null).objects());
    }

    private void emptyNamespace(Stored namespace, ObjectNode tree) {
        boolean empty = true;
        for (var resource : store.resources()) {
            empty &= empty(store.list(resource, namespace.key().name()).objects());
        }
        if (empty && tree.path("metadata").path("finalizers").isEmpty()) {
            store.remove(namespace, tree);
        }
    }

    /** @return whether there was nothing; what goes now calls for another look */
    private boolean empty(List<Stored> objects) {
        objects.forEach(object -> delete(object.key(), IN_BACKGROUND));
        return objects.isEmpty();
    }

    private void delete(Key key, DeleteOptions options) {
        kind(key).ifPresent(kind -> {
            try {
                deleting.delete(kind, key.namespace(), key.name(), options);
            } catch (RefusedException e) {
                // it went by itself
            }
        });
    }

    private void removeFinalizer(Key key, String finalizer) {
        edit(key, live -> {
            var metadata = Json.objectAt(live, "metadata");
            var left = Json.array();
            for (var name : metadata.path("finalizers")) {
                if (!name.asText().equals(finalizer)) {
                    left.add(name);
                }
            }
            metadata.set("finalizers", left);
        });
    }

    private void edit(Key key, Consumer<ObjectNode> change) {
        kind(key).ifPresent(kind -> {
            try {
                writing.patch(
                        kind,
                        key.namespace(),
                        key.name(),
                        null,
                        live -> {
                            change.accept(live);
                            return live;
                        },
                        WriteOptions.own());
            } catch (RefusedException e) {
                LOG.atDebug().addKeyValue("object", key).setCause(e).log("an object went before it was changed");
            }
        });
    }

    private Optional<Kind> kind(Key key) {
        return kinds.find(key.resource());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

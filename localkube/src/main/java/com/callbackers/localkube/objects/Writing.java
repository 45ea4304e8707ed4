package com.callbackers.localkube.objects;

import com.callbackers.localkube.fields.ManagedFields;
import com.callbackers.localkube.fields.Manager;
import com.callbackers.localkube.fields.Manager.Operation;
import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kind.Subresource;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.refusal.RefusedException.Cause;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates and changes objects. What is decided on a state that is no longer there is decided again. */
public final class Writing {

    /** @param isNew whether there was no such object before */
    public record Written(ObjectNode object, boolean isNew) {}

    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LONGEST_GENERATED = 58;

    private final Store store;
    private final Admission admission;
    private final Namespaces namespaces;
    private final SecureRandom random = new SecureRandom();

    public Writing(Store store, Clock clock) {
        this.store = store;
        this.admission = new Admission(clock);
        this.namespaces = new Namespaces(store);
    }

    public Written create(Kind kind, String namespace, ObjectNode asked, WriteOptions options) {
        place(kind, namespace, asked);
        var generate = Json.textAt(asked, "metadata", "generateName");
        var name = Json.textAt(asked, "metadata", "name");
        if (name != null && !name.isEmpty()) {
            return tryCreate(kind, namespace, asked, options)
                    .orElseThrow(() -> RefusedException.alreadyExists(kind.subject(name)));
        }
        if (generate == null || generate.isEmpty()) {
            throw RefusedException.invalid(
                    kind.subjectByKind(""),
                    List.of(new Cause(
                            "FieldValueRequired",
                            "Required value: name or generateName is required",
                            "metadata.name")));
        }
        while (true) {
            var named = asked.deepCopy();
            Metadata.of(named).put("name", generated(generate));
            var written = tryCreate(kind, namespace, named, options);
            if (written.isPresent()) {
                return written.get();
            }
        }
    }

    private Optional<Written> tryCreate(Kind kind, String namespace, ObjectNode asked, WriteOptions options) {
        var object = admission.created(kind, asked, options);
        var name = object.path("metadata").path("name").asText();
        namespaces.checkTakesMore(kind, namespace, name);
        ManagedFields.update(
                Json.object(), object, manager(kind, null, Operation.UPDATE, options), kind.shape(), admission.now());
        return insert(kind, namespace, name, object, options);
    }

    private Optional<Written> insert(
            Kind kind, String namespace, String name, ObjectNode object, WriteOptions options) {
        var key = kind.key(namespace, name);
        if (options.dryRun()) {
            return store.get(key).isPresent() ? Optional.empty() : Optional.of(new Written(object, true));
        }
        return store.create(key, Representation.stored(object))
                .map(stored -> new Written(Representation.tree(kind, stored), true));
    }

    private String generated(String start) {
        var name = new StringBuilder(start.substring(0, Math.min(start.length(), LONGEST_GENERATED)));
        for (int i = 0; i < 5; i++) {
            name.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
        }
        return name.toString();
    }

    private static void place(Kind kind, String namespace, ObjectNode asked) {
        var metadata = Metadata.of(asked);
        if (!kind.namespaced()) {
            metadata.remove("namespace");
            return;
        }
        var stated = metadata.path("namespace").asText();
        if (!stated.isEmpty() && !stated.equals(namespace)) {
            throw RefusedException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        metadata.put("namespace", namespace);
    }

    /** Puts a whole object in place of the one there is. */
    public Written update(
            Kind kind,
            String namespace,
            String name,
            @Nullable Subresource part,
            ObjectNode asked,
            WriteOptions options) {
        place(kind, namespace, asked);
        checkName(name, asked);
        if (kind.custom() != null && resourceVersion(asked).isEmpty()) {
            throw RefusedException.invalid(
                    kind.subjectByKind(name),
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: 0: must be specified for an update",
                            "metadata.resourceVersion")));
        }
        return edit(kind, namespace, name, part, live -> asked.deepCopy(), Operation.UPDATE, options);
    }

    private static void checkName(String name, ObjectNode asked) {
        var stated = asked.path("metadata").path("name").asText();
        if (!stated.equals(name)) {
            throw RefusedException.badRequest(
                    "the name of the object (" + stated + ") does not match the name on the URL (" + name + ")");
        }
    }

    /** @param change what becomes of the object as it is */
    public Written patch(
            Kind kind,
            String namespace,
            String name,
            @Nullable Subresource part,
            UnaryOperator<ObjectNode> change,
            WriteOptions options) {
        return edit(kind, namespace, name, part, change, Operation.UPDATE, options);
    }

    /** Server-side apply: what is missing is made. */
    public Written apply(
            Kind kind,
            String namespace,
            String name,
            @Nullable Subresource part,
            ObjectNode asked,
            WriteOptions options) {
        Metadata.of(asked).put("name", name);
        place(kind, namespace, asked);
        if (asked.path("metadata").path("managedFields").size() > 0) {
            throw RefusedException.badRequest("metadata.managedFields must be nil");
        }
        var applied = admission.applied(kind, asked, part, options);
        var manager = manager(kind, part, Operation.APPLY, options);
        while (true) {
            if (store.get(kind.key(namespace, name)).isPresent()) {
                return edit(
                        kind,
                        namespace,
                        name,
                        part,
                        live -> ManagedFields.apply(
                                live, applied, manager, options.force(), kind.shape(), admission.now()),
                        Operation.APPLY,
                        options);
            }
            if (part != null) {
                throw RefusedException.notFound(kind.subject(name));
            }
            var written = applyNew(kind, namespace, name, applied, manager, options);
            if (written.isPresent()) {
                return written.get();
            }
        }
    }

    private Optional<Written> applyNew(
            Kind kind, String namespace, String name, ObjectNode applied, Manager manager, WriteOptions options) {
        namespaces.checkTakesMore(kind, namespace, name);
        if (!resourceVersion(applied).isEmpty() || applied.path("metadata").has("uid")) {
            throw RefusedException.conflict(
                    kind.subject(name), "uid or resourceVersion given, but there is no such object");
        }
        var merged = ManagedFields.apply(
                Json.object(), applied.deepCopy(), manager, options.force(), kind.shape(), admission.now());
        return insert(kind, namespace, name, admission.created(kind, merged, options), options);
    }

    private Written edit(
            Kind kind,
            String namespace,
            String name,
            @Nullable Subresource part,
            UnaryOperator<ObjectNode> change,
            Operation operation,
            WriteOptions options) {
        while (true) {
            var stored = store.get(kind.key(namespace, name))
                    .orElseThrow(() -> RefusedException.notFound(kind.subject(name)));
            var before = Representation.tree(kind, stored);
            var asked = change.apply(before.deepCopy());
            checkPreconditions(kind, name, stored, asked);
            checkName(name, asked);
            var next = admission.changed(kind, before, asked, part, options);
            if (operation == Operation.UPDATE) {
                var manager = manager(kind, part, operation, options);
                ManagedFields.update(before, next, manager, kind.shape(), admission.now());
            }
            if (next.equals(before) || options.dryRun()) {
                return new Written(next, false);
            }
            var written = replace(stored, Representation.stored(next));
            if (written.isPresent()) {
                return new Written(Representation.tree(kind, written.get()), false);
            }
        }
    }

    /** An object that was only waiting for its finalizers goes with the last of them. */
    private Optional<Stored> replace(Stored before, ObjectNode next) {
        return Metadata.isBeingDeleted(next)
                        && Metadata.finalizers(next).isEmpty()
                        && !before.key().resource().equals(Namespaces.RESOURCE)
                ? store.remove(before, next)
                : store.replace(before, next);
    }

    private static void checkPreconditions(Kind kind, String name, Stored stored, JsonNode asked) {
        var version = resourceVersion(asked);
        if (!version.isEmpty() && !version.equals(Long.toString(stored.resourceVersion()))) {
            throw RefusedException.stale(kind.subject(name));
        }
        var uid = asked.path("metadata").path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(stored.uid())) {
            throw RefusedException.conflict(
                    kind.subject(name),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + stored.uid());
        }
    }

    private static String resourceVersion(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    private static Manager manager(Kind kind, @Nullable Subresource part, Operation operation, WriteOptions options) {
        return new Manager(
                options.manager(),
                operation,
                kind.apiVersion(),
                part == null ? "" : part.name().toLowerCase(Locale.ROOT));
    }
}

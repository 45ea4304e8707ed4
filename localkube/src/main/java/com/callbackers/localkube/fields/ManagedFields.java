package com.callbackers.localkube.fields;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.shape.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Keeps {@code metadata.managedFields} over writes, and applies what a manager wants an object to be. */
public final class ManagedFields {

    /** What nobody owns: it says which object it is, or the server sets it. */
    private static final List<String> UNOWNED_METADATA = List.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "resourceVersion",
            "generation",
            "selfLink",
            "managedFields");

    private ManagedFields() {}

    /**
     * After a write that gave a whole object.
     *
     * @param before an empty object when it is new
     * @param after gets the fields that changed noted as the manager's
     */
    public static void update(JsonNode before, ObjectNode after, Manager manager, Shape shape, String time) {
        // a writer may set them itself, to move fields from one manager to another
        var ownership = Ownership.of(after.path("metadata").has("managedFields") ? after : before);
        var difference = Fields.between(ownable(before), ownable(after), shape);
        ownership.takeFromAll(difference.removed());
        ownership.takeFromOthers(manager, difference.changed());
        var owned = ownership.of(manager);
        if (!difference.changed().isEmpty()) {
            ownership.give(manager, owned.union(difference.changed()), time);
        }
        ownership.writeTo(after);
    }

    /**
     * Server-side apply.
     *
     * @param live an empty object when there is none
     * @param applied all that the manager wants to have a say in
     * @throws RefusedException naming the fields that others own, unless forced
     */
    public static ObjectNode apply(
            ObjectNode live, ObjectNode applied, Manager manager, boolean force, Shape shape, String time) {
        var wanted = ownable(applied);
        var fields = Fields.of(wanted, shape);
        var ownership = Ownership.of(live);
        var merged = (ObjectNode) Merging.merge(live, withoutManagedFields(applied), shape);
        var changed = Fields.between(ownable(live), ownable(merged), shape).changed();

        var conflicts = ownership.conflicts(manager, changed);
        if (!conflicts.isEmpty() && !force) {
            throw RefusedException.owned(conflicts);
        }
        ownership.takeFromOthers(manager, changed);

        var others = ownership.ofOthers(manager);
        var dropped = ownership.of(manager).minus(fields);
        var result = (ObjectNode) Merging.remove(merged, dropped, fields.union(others), shape);
        ownership.give(manager, fields, time);
        ownership.writeTo(result);
        return result;
    }

    private static ObjectNode withoutManagedFields(ObjectNode applied) {
        var copy = applied.deepCopy();
        Json.objectAt(copy, "metadata").remove("managedFields");
        return copy;
    }

    private static ObjectNode ownable(JsonNode object) {
        var ownable = Json.object();
        object.properties().forEach(entry -> {
            switch (entry.getKey()) {
                case "apiVersion", "kind" -> {
                    // says which object it is
                }
                case "metadata" -> {
                    var metadata = ((ObjectNode) entry.getValue().deepCopy()).remove(UNOWNED_METADATA);
                    if (!metadata.isEmpty()) {
                        ownable.set("metadata", metadata);
                    }
                }
                default -> ownable.set(entry.getKey(), entry.getValue());
            }
        });
        return ownable;
    }
}

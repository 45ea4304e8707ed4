package com.callbackers.localkube.fields;

import com.callbackers.localkube.fields.Manager.Operation;
import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.refusal.RefusedException.Cause;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The fields of one object by who owns them: {@code metadata.managedFields}. */
final class Ownership {

    private record Share(FieldSet fields, String time) {}

    private static final Comparator<Map.Entry<Manager, Share>> IN_ORDER = Comparator.comparing(
                    (Map.Entry<Manager, Share> entry) -> entry.getKey().operation())
            .thenComparing(entry -> entry.getValue().time)
            .thenComparing(entry -> entry.getKey().name())
            .thenComparing(entry -> entry.getKey().apiVersion())
            .thenComparing(entry -> entry.getKey().subresource());

    private final Map<Manager, Share> shares = new LinkedHashMap<>();

    static Ownership of(JsonNode object) {
        var ownership = new Ownership();
        for (var entry : object.path("metadata").path("managedFields")) {
            var manager = new Manager(
                    entry.path("manager").asText(),
                    Operation.of(entry.path("operation").asText()),
                    entry.path("apiVersion").asText(),
                    entry.path("subresource").asText());
            ownership.shares.put(
                    manager,
                    new Share(
                            FieldSet.read(entry.path("fieldsV1")),
                            entry.path("time").asText()));
        }
        return ownership;
    }

    void writeTo(ObjectNode object) {
        var metadata = Json.objectAt(object, "metadata");
        metadata.remove("managedFields");
        if (shares.isEmpty()) {
            return;
        }
        var entries = metadata.putArray("managedFields");
        shares.entrySet().stream().sorted(IN_ORDER).forEach(owned -> {
            var manager = owned.getKey();
            var share = owned.getValue();
            var entry = entries.addObject();
            entry.put("manager", manager.name())
                    .put("operation", manager.operation().label())
                    .put("apiVersion", manager.apiVersion())
                    .put("time", share.time)
                    .put("fieldsType", "FieldsV1")
                    .set("fieldsV1", share.fields.write());
            if (!manager.subresource().isEmpty()) {
                entry.put("subresource", manager.subresource());
            }
        });
    }

    FieldSet of(Manager manager) {
        var share = shares.get(manager);
        return share == null ? new FieldSet() : share.fields;
    }

    FieldSet ofOthers(Manager manager) {
        return shares.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(manager))
                .map(entry -> entry.getValue().fields)
                .reduce(new FieldSet(), FieldSet::union);
    }

    /** Who else owns one of these fields. */
    List<Cause> conflicts(Manager manager, FieldSet changed) {
        var causes = new ArrayList<Cause>();
        shares.forEach((other, share) -> {
            if (!other.equals(manager)) {
                share.fields
                        .intersection(changed)
                        .paths()
                        .forEach(path ->
                                causes.add(new Cause("FieldManagerConflict", "conflict with " + words(other), path)));
            }
        });
        return causes;
    }

    private static String words(Manager manager) {
        var subresource = manager.subresource().isEmpty() ? "" : " with subresource \"" + manager.subresource() + "\"";
        var update = manager.operation() == Operation.UPDATE ? " using " + manager.apiVersion() : "";
        return "\"" + manager.name() + "\"" + subresource + update;
    }

    void give(Manager manager, FieldSet fields, String time) {
        var share = shares.get(manager);
        if (fields.isEmpty()) {
            shares.remove(manager);
        } else if (share == null || !share.fields.equals(fields)) {
            shares.put(manager, new Share(fields, time));
        }
    }

    void takeFromOthers(Manager manager, FieldSet fields) {
        change(other -> !other.equals(manager), owned -> owned.without(fields));
    }

    void takeFromAll(FieldSet fields) {
        change(manager -> true, owned -> owned.without(fields));
    }

    private void change(Predicate<Manager> who, UnaryOperator<FieldSet> change) {
        shares.entrySet()
                .removeIf(entry -> who.test(entry.getKey())
                        && change.apply(entry.getValue().fields).isEmpty());
        shares.replaceAll(
                (manager, share) -> who.test(manager) ? new Share(change.apply(share.fields), share.time) : share);
    }
}

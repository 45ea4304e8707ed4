package com.callbackers.localkube.objects;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kind.Subresource;
import com.callbackers.localkube.objects.WriteOptions.FieldValidation;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.refusal.RefusedException.Cause;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what is asked for into what is stored: unknown fields out, defaults in, the server's own fields kept, all rules held to. */
final class Admission {

    /** What the server sets, and no writer changes. */
    private static final List<String> SERVERS_METADATA = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "generateName",
            "resourceVersion");

    private final Clock clock;

    Admission(Clock clock) {
        this.clock = clock;
    }

    String now() {
        return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    ObjectNode created(Kind kind, ObjectNode asked, WriteOptions options) {
        checkHeader(kind, asked);
        var object = checkFields(kind, asked, options);
        if (kind.has(Subresource.STATUS)) {
            object.remove("status");
        }
        var metadata = Metadata.of(object);
        metadata.remove(SERVERS_METADATA.subList(2, SERVERS_METADATA.size()));
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
        if (kind.generations()) {
            metadata.put("generation", 1);
        }
        var whole = completed(kind, object);
        refuseProblems(kind, whole, Json.object());
        return whole;
    }

    /** What a manager applies, without what cannot be applied there. */
    ObjectNode applied(Kind kind, ObjectNode asked, @Nullable Subresource part, WriteOptions options) {
        checkHeader(kind, asked);
        var object = checkFields(kind, asked, options);
        Metadata.of(object).remove(List.of("creationTimestamp", "generation", "selfLink", "managedFields"));
        if (part != null) {
            var status = object.get("status");
            object.retain("apiVersion", "kind", "metadata");
            Metadata.of(object).retain("name", "namespace", "uid", "resourceVersion");
            if (status != null) {
                object.set("status", status);
            }
        } else if (kind.has(Subresource.STATUS)) {
            object.remove("status");
        }
        return object;
    }

    /** @param part the subresource that is written, none for the object itself */
    ObjectNode changed(
            Kind kind, ObjectNode before, ObjectNode asked, @Nullable Subresource part, WriteOptions options) {
        checkHeader(kind, asked);
        var checked = checkFields(kind, asked, options);
        var changed = part == null ? withoutStatus(kind, before, checked) : withStatus(before, checked);
        keepServersMetadata(before, changed);
        var object = completed(kind, changed);
        if (kind.generations() && !askedFor(before).equals(askedFor(object))) {
            Metadata.of(object)
                    .put(
                            "generation",
                            before.path("metadata").path("generation").asLong() + 1);
        }
        refuseProblems(kind, object, before);
        return object;
    }

    private static void checkHeader(Kind kind, ObjectNode object) {
        var apiVersion = Json.textAt(object, "apiVersion");
        var name = Json.textAt(object, "kind");
        if (name == null || name.isEmpty()) {
            object.put("kind", kind.name());
        } else if (!name.equals(kind.name())) {
            throw RefusedException.badRequest(
                    "the kind in the data (" + name + ") does not match the expected kind (" + kind.name() + ")");
        }
        if (apiVersion == null || apiVersion.isEmpty()) {
            object.put("apiVersion", kind.apiVersion());
        } else if (!apiVersion.equals(kind.apiVersion())) {
            throw RefusedException.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + kind.apiVersion() + ")");
        }
    }

    private static ObjectNode checkFields(Kind kind, ObjectNode object, WriteOptions options) {
        var what = kind.name() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.name();
        var custom = kind.custom();
        var unknown = new ArrayList<>(FieldCheck.prune(object, kind.shape(), what));
        var pruned = object;
        if (custom != null) {
            unknown.addAll(custom.schema().unknownFields(object));
            pruned = (ObjectNode) custom.schema().prune(object);
        }
        var words = unknown.stream()
                .distinct()
                .map(field -> "unknown field \"" + field + "\"")
                .toList();
        if (options.validation() == FieldValidation.STRICT && !words.isEmpty()) {
            throw RefusedException.badRequest(
                    what + ": strict decoding error: " + words.stream().collect(Collectors.joining(", ")));
        }
        if (options.validation() == FieldValidation.WARN) {
            options.warnings().addAll(words);
        }
        return pruned;
    }

    private static ObjectNode withoutStatus(Kind kind, ObjectNode before, ObjectNode asked) {
        if (kind.has(Subresource.STATUS)) {
            if (before.has("status")) {
                asked.set("status", before.get("status").deepCopy());
            } else {
                asked.remove("status");
            }
        }
        return asked;
    }

    private static ObjectNode withStatus(ObjectNode before, ObjectNode asked) {
        var object = before.deepCopy();
        object.remove("status");
        if (asked.hasNonNull("status")) {
            object.set("status", asked.get("status"));
        }
        var managedFields = asked.path("metadata").get("managedFields");
        if (managedFields != null) {
            Metadata.of(object).set("managedFields", managedFields);
        }
        return object;
    }

    private static void keepServersMetadata(ObjectNode before, ObjectNode object) {
        var metadata = Metadata.of(object);
        var known = before.path("metadata");
        for (var name : SERVERS_METADATA) {
            metadata.remove(name);
            if (known.has(name)) {
                metadata.set(name, known.get(name));
            }
        }
    }

    private ObjectNode completed(Kind kind, ObjectNode object) {
        var custom = kind.custom();
        var whole = custom == null ? object : (ObjectNode) custom.schema().withDefaults(object);
        BuiltInRules.complete(kind, whole, now());
        Metadata.tidy(whole);
        return whole;
    }

    private static void refuseProblems(Kind kind, ObjectNode object, JsonNode before) {
        var problems = new ArrayList<>(Metadata.problems(kind, object));
        problems.addAll(BuiltInRules.problems(kind, object, before));
        var custom = kind.custom();
        if (custom != null) {
            custom.schema()
                    .problems(object, before.isEmpty() ? null : before)
                    .forEach(problem ->
                            problems.add(new Cause(problem.reason().label(), problem.message(), problem.field())));
        }
        if (!problems.isEmpty()) {
            var name = object.path("metadata").path("name").asText();
            throw RefusedException.invalid(kind.subjectByKind(name), problems);
        }
    }

    /** All but what the server and controllers say. */
    static ObjectNode askedFor(ObjectNode object) {
        var asked = Json.object();
        asked.setAll(object);
        asked.remove(List.of("metadata", "status", "apiVersion"));
        return asked;
    }
}

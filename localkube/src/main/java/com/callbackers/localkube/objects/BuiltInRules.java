package com.callbackers.localkube.objects;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.CustomKinds;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.refusal.RefusedException.Cause;
import com.callbackers.localkube.schema.InvalidSchemaException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What some built-in kinds do beyond being stored, as far as their users can tell. */
final class BuiltInRules {

    private BuiltInRules() {}

    static void complete(Kind kind, ObjectNode object, String now) {
        if (kind.custom() != null) {
            return;
        }
        switch (kind.name()) {
            case "Namespace" -> namespace(object);
            case "Secret" -> secret(object);
            case "Service" -> service(object);
            case "Pod" -> absent(Json.objectAt(object, "status"), "phase", "Pending");
            case "Deployment", "StatefulSet", "ReplicaSet" -> {
                var spec = Json.objectAt(object, "spec");
                if (!spec.has("replicas")) {
                    spec.put("replicas", 1);
                }
            }
            case "CustomResourceDefinition" -> definition(object, now);
            default -> {
                // stored as it is
            }
        }
    }

    private static void namespace(ObjectNode object) {
        var spec = Json.objectAt(object, "spec");
        if (!spec.has("finalizers")) {
            spec.putArray("finalizers").add("kubernetes");
        }
        absent(Json.objectAt(object, "status"), "phase", "Active");
        Json.objectAt(Metadata.of(object), "labels")
                .put(
                        "kubernetes.io/metadata.name",
                        Metadata.of(object).path("name").asText());
    }

    private static void secret(ObjectNode object) {
        absent(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode texts) {
            var data = Json.objectAt(object, "data");
            texts.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void service(ObjectNode object) {
        var spec = Json.objectAt(object, "spec");
        absent(spec, "type", "ClusterIP");
        absent(spec, "sessionAffinity", "None");
        if (!spec.path("type").asText().equals("ExternalName")) {
            absent(spec, "clusterIP", address(object));
        }
        for (var port : spec.path("ports")) {
            absent((ObjectNode) port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                ((ObjectNode) port).set("targetPort", port.path("port"));
            }
        }
    }

    /** Nothing listens there; it only has to stay the same for the same service. */
    private static String address(ObjectNode service) {
        var name = Metadata.of(service).path("namespace").asText() + "/"
                + Metadata.of(service).path("name").asText();
        int hash = name.hashCode() & 0xffff;
        return "10.96." + (hash >> 8) + "." + (hash & 0xff);
    }

    private static void definition(ObjectNode object, String now) {
        var spec = Json.objectAt(object, "spec");
        var names = Json.objectAt(spec, "names");
        var kind = names.path("kind").asText();
        absent(names, "listKind", kind + "List");
        absent(names, "singular", kind.toLowerCase(java.util.Locale.ROOT));
        if (!spec.has("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
        var status = Json.objectAt(object, "status");
        status.set("acceptedNames", names.deepCopy());
        if (!status.has("conditions")) {
            var conditions = status.putArray("conditions");
            condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
            condition(conditions, "Established", "InitialNamesAccepted", "the initial names have been accepted", now);
        }
        var versions =
                status.get("storedVersions") instanceof ArrayNode list ? list : status.putArray("storedVersions");
        for (var version : spec.path("versions")) {
            var name = version.path("name");
            if (version.path("storage").asBoolean() && !Json.text(versions).contains(Json.text(name))) {
                versions.add(name);
            }
        }
    }

    private static void condition(ArrayNode conditions, String type, String reason, String message, String now) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", message);
    }

    private static void absent(ObjectNode object, String name, String value) {
        if (!object.hasNonNull(name)) {
            object.put(name, value);
        }
    }

    static List<Cause> problems(Kind kind, JsonNode object, JsonNode before) {
        var problems = new ArrayList<Cause>();
        if (kind.is("CustomResourceDefinition")) {
            definitionProblems(object, problems);
        } else if (kind.is("Secret")) {
            secretProblems(object, before, problems);
        }
        return problems;
    }

    private static void secretProblems(JsonNode object, JsonNode before, List<Cause> problems) {
        for (var entry : object.path("data").properties()) {
            try {
                Base64.getDecoder().decode(entry.getValue().asText());
            } catch (IllegalArgumentException e) {
                problems.add(Metadata.invalid("data." + entry.getKey(), "•••", "is not base64"));
            }
        }
        if (before.has("type") && !before.path("type").equals(object.path("type"))) {
            problems.add(Metadata.invalid("type", object.path("type").asText(), "field is immutable"));
        }
        if (before.path("immutable").asBoolean()
                && (!before.path("data").equals(object.path("data"))
                        || !object.path("immutable").asBoolean())) {
            problems.add(
                    new Cause("FieldValueForbidden", "Forbidden: field is immutable when `immutable` is set", "data"));
        }
    }

    private static void definitionProblems(JsonNode object, List<Cause> problems) {
        var spec = object.path("spec");
        var name = spec.path("names").path("plural").asText() + "."
                + spec.path("group").asText();
        if (!object.path("metadata").path("name").asText().equals(name)) {
            problems.add(Metadata.invalid(
                    "metadata.name",
                    object.path("metadata").path("name").asText(),
                    "must be spec.names.plural+\".\"+spec.group"));
        }
        int storage = 0;
        for (var version : spec.path("versions")) {
            storage += version.path("storage").asBoolean() ? 1 : 0;
        }
        if (storage != 1) {
            problems.add(
                    Metadata.invalid("spec.versions", "", "must have exactly one version marked as storage version"));
        }
        try {
            CustomKinds.of(object);
        } catch (InvalidSchemaException e) {
            e.problems()
                    .forEach(problem ->
                            problems.add(new Cause(problem.reason().label(), problem.message(), problem.field())));
        }
    }
}

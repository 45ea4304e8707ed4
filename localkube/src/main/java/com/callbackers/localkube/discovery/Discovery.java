package com.callbackers.localkube.discovery;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kind.Serving;
import com.callbackers.localkube.kind.Kind.Subresource;
import com.callbackers.localkube.kind.Kinds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which groups, versions and kinds there are. */
public final class Discovery {

    public record Document(JsonNode document, String contentType) {}

    private static final String JSON = "application/json";
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;

    public Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    public Optional<Document> find(List<String> path, @Nullable String accept) {
        boolean aggregated = accept != null && accept.replace(" ", "").contains("g=apidiscovery.k8s.io;v=v2;");
        return switch (path.size()) {
            case 1 ->
                switch (path.getFirst()) {
                    case "api" ->
                        Optional.of(
                                aggregated
                                        ? new Document(aggregated(List.of("")), AGGREGATED)
                                        : new Document(coreVersions(), JSON));
                    case "apis" ->
                        Optional.of(
                                aggregated
                                        ? new Document(aggregated(groups()), AGGREGATED)
                                        : new Document(groupList(), JSON));
                    default -> Optional.empty();
                };
            case 2 ->
                switch (path.getFirst()) {
                    case "api" -> resources("", path.get(1));
                    case "apis" ->
                        groups().contains(path.get(1))
                                ? Optional.of(new Document(group(path.get(1)), JSON))
                                : Optional.empty();
                    default -> Optional.empty();
                };
            case 3 -> path.getFirst().equals("apis") ? resources(path.get(1), path.get(2)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private List<String> groups() {
        var groups = new TreeSet<String>();
        kinds.all().forEach(kind -> groups.add(kind.group()));
        groups.remove("");
        return List.copyOf(groups);
    }

    /** The preferred one first. */
    private List<String> versions(String group) {
        return kinds.all().stream()
                .filter(kind -> kind.group().equals(group))
                .sorted(Kinds.PREFERRED_FIRST)
                .map(Kind::version)
                .distinct()
                .toList();
    }

    private List<Kind> kinds(String group, String version) {
        return kinds.all().stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
    }

    private static JsonNode coreVersions() {
        var document = Json.object().put("kind", "APIVersions");
        document.putArray("versions").add("v1");
        return document;
    }

    private JsonNode groupList() {
        var document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var list = document.putArray("groups");
        groups().forEach(group -> list.add(groupEntry(group)));
        return document;
    }

    private JsonNode group(String group) {
        var document = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
        document.setAll(groupEntry(group));
        return document;
    }

    private ObjectNode groupEntry(String group) {
        var entry = Json.object().put("name", group);
        var versions = entry.putArray("versions");
        for (var version : versions(group)) {
            versions.addObject().put("groupVersion", group + "/" + version).put("version", version);
        }
        entry.set("preferredVersion", versions.get(0));
        return entry;
    }

    private Optional<Document> resources(String group, String version) {
        var found = kinds(group, version);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var document = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        document.put("groupVersion", found.getFirst().apiVersion());
        var resources = document.putArray("resources");
        for (var kind : found) {
            var entry = resource(kind, kind.plural(), verbs(kind));
            entry.put("singularName", kind.names().singular());
            addTexts(entry, "shortNames", kind.names().shortNames());
            addTexts(entry, "categories", kind.names().categories());
            resources.add(entry);
            for (var subresource : subresources(kind)) {
                resources.add(subresource);
            }
        }
        return Optional.of(new Document(document, JSON));
    }

    private static List<ObjectNode> subresources(Kind kind) {
        var found = new ArrayList<ObjectNode>();
        if (kind.has(Subresource.STATUS)) {
            found.add(resource(kind, kind.plural() + "/status", List.of("get", "patch", "update"))
                    .put("singularName", ""));
        }
        if (kind.has(Subresource.SCALE)) {
            found.add(resource(kind, kind.plural() + "/scale", List.of("get", "patch", "update"))
                    .put("singularName", "")
                    .put("group", "autoscaling")
                    .put("version", "v1")
                    .put("kind", "Scale"));
        }
        return found;
    }

    private static ObjectNode resource(Kind kind, String name, List<String> verbs) {
        var entry = Json.object().put("name", name).put("namespaced", kind.namespaced());
        entry.put("kind", kind.name());
        verbs.forEach(entry.putArray("verbs")::add);
        return entry;
    }

    private static List<String> verbs(Kind kind) {
        return kind.serving() == Serving.ANSWERED ? List.of("create") : VERBS;
    }

    private static void addTexts(ObjectNode entry, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(entry.putArray(name)::add);
        }
    }

    /** All of it in one document, which is what kubectl asks for first. */
    private JsonNode aggregated(List<String> groups) {
        var document = Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        document.putObject("metadata");
        var items = document.putArray("items");
        for (var group : groups) {
            var item = items.addObject();
            var metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            var versions = item.putArray("versions");
            for (var version : versions(group)) {
                var entry = versions.addObject().put("version", version);
                aggregatedResources(kinds(group, version), entry.putArray("resources"));
                entry.put("freshness", "Current");
            }
        }
        return document;
    }

    private static void aggregatedResources(List<Kind> kinds, ArrayNode resources) {
        for (var kind : kinds) {
            var entry = resources.addObject().put("resource", kind.plural());
            responseKind(entry, kind.group(), kind.version(), kind.name());
            entry.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
            entry.put("singularResource", kind.names().singular());
            verbs(kind).forEach(entry.putArray("verbs")::add);
            addTexts(entry, "shortNames", kind.names().shortNames());
            addTexts(entry, "categories", kind.names().categories());
            if (!kind.subresources().isEmpty()) {
                var subresources = entry.putArray("subresources");
                if (kind.has(Subresource.STATUS)) {
                    subresource(subresources, "status", kind.group(), kind.version(), kind.name());
                }
                if (kind.has(Subresource.SCALE)) {
                    subresource(subresources, "scale", "autoscaling", "v1", "Scale");
                }
            }
        }
    }

    private static void subresource(ArrayNode list, String name, String group, String version, String kind) {
        var entry = list.addObject().put("subresource", name);
        responseKind(entry, group, version, kind);
        List.of("get", "patch", "update").forEach(entry.putArray("verbs")::add);
    }

    private static void responseKind(ObjectNode entry, String group, String version, String kind) {
        entry.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}

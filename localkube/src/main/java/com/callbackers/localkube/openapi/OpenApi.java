package com.callbackers.localkube.openapi;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kind.Serving;
import com.callbackers.localkube.kind.Kinds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Answers {@code /openapi/v3} and what is below it. */
public final class OpenApi {

    private final Kinds kinds;

    public OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    /** @param path such as {@code [openapi, v3, apis, apps, v1]} */
    public Optional<JsonNode> find(List<String> path) {
        if (path.equals(List.of("openapi", "v3"))) {
            return Optional.of(index());
        }
        if (path.size() < 4 || !path.subList(0, 2).equals(List.of("openapi", "v3"))) {
            return Optional.empty();
        }
        var groupVersion = String.join("/", path.subList(2, path.size()));
        var found = kinds.all().stream()
                .filter(kind -> path(kind).equals(groupVersion))
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(document(found));
    }

    private static String path(Kind kind) {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }

    private JsonNode index() {
        var document = Json.object();
        var paths = document.putObject("paths");
        var groupVersions = new TreeSet<String>();
        kinds.all().forEach(kind -> groupVersions.add(path(kind)));
        groupVersions.forEach(path -> paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path));
        return document;
    }

    /**
     * Version 2 is asked for only by clients that look for a kind which version 3 does not have, and in protobuf. It knows no kind
     * either: {@code swagger: "2.0", info: {title: "Kubernetes", version: "v1"}, paths: {}}.
     */
    public static byte[] version2() {
        return "\n\0032.0\022\020\n\nKubernetes\022\002v1B\0".getBytes(StandardCharsets.US_ASCII);
    }

    private static ObjectNode info() {
        return Json.object().put("title", "Kubernetes").put("version", "v1.35.0");
    }

    private static JsonNode document(List<Kind> kinds) {
        var document = Json.object().put("openapi", "3.0.0");
        document.set("info", info());
        var paths = document.putObject("paths");
        var components = new Components();
        for (var kind : kinds) {
            components.add(kind);
            addPaths(kind, paths);
        }
        document.putObject("components").set("schemas", components.schemas());
        return document;
    }

    private static void addPaths(Kind kind, ObjectNode paths) {
        var collection = "/" + path(kind) + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural();
        var ofAll = paths.putObject(collection);
        operation(ofAll.putObject("post"), kind, "post");
        if (kind.serving() == Serving.STORED) {
            operation(ofAll.putObject("get"), kind, "list");
            var ofOne = paths.putObject(collection + "/{name}");
            operation(ofOne.putObject("get"), kind, "get");
            operation(ofOne.putObject("put"), kind, "put");
            operation(ofOne.putObject("delete"), kind, "delete");
            patch(operation(ofOne.putObject("patch"), kind, "patch"), kind);
        }
    }

    private static ObjectNode operation(ObjectNode operation, Kind kind, String action) {
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.name());
        var schema = Json.object().put("$ref", "#/components/schemas/" + kind.typeName());
        var ok = operation.putObject("responses").putObject("200").put("description", "OK");
        ok.putObject("content").putObject("application/json").set("schema", schema);
        return operation;
    }

    /** By its parameters kubectl learns that the server validates fields, by its content that it knows strategic patches. */
    private static void patch(ObjectNode operation, Kind kind) {
        var parameters = operation.putArray("parameters");
        for (var name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", name.equals("force") ? "boolean" : "string");
        }
        var content = operation.putObject("requestBody").putObject("content");
        content.putObject("application/apply-patch+yaml");
        content.putObject("application/json-patch+json");
        content.putObject("application/merge-patch+json");
        if (kind.custom() == null) {
            content.putObject("application/strategic-merge-patch+json");
        }
    }
}

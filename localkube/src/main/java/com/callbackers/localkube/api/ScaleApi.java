package com.callbackers.localkube.api;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.objects.Reading;
import com.callbackers.localkube.objects.Representation;
import com.callbackers.localkube.objects.WriteOptions;
import com.callbackers.localkube.objects.Writing;
import com.callbackers.localkube.patch.MergePatch;
import com.callbackers.localkube.refusal.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** How many pods there should be, of what has replicas. */
final class ScaleApi {

    private final Reading reading;
    private final Writing writing;

    ScaleApi(Reading reading, Writing writing) {
        this.reading = reading;
        this.writing = writing;
    }

    Reply answer(ApiRequest request, Kind kind, String namespace, String name, WriteOptions options) {
        var now = Representation.tree(kind, reading.get(kind, namespace, name));
        return switch (request.method()) {
            case "GET" -> Reply.json(200, scale(now));
            case "PUT" -> set(kind, namespace, name, Bodies.object(request), options);
            case "PATCH" -> {
                if (!request.contentType().endsWith("merge-patch+json")) {
                    throw RefusedException.unsupportedMediaType("a scale takes merge patches");
                }
                yield set(kind, namespace, name, MergePatch.apply(scale(now), Bodies.object(request)), options);
            }
            default -> throw RefusedException.methodNotAllowed();
        };
    }

    private Reply set(Kind kind, String namespace, String name, JsonNode scale, WriteOptions options) {
        var replicas = scale.path("spec").path("replicas").asInt();
        var version = scale.path("metadata").path("resourceVersion").asText();
        var written = writing.patch(
                kind,
                namespace,
                name,
                null,
                live -> {
                    Json.objectAt(live, "spec").put("replicas", replicas);
                    if (!version.isEmpty()) {
                        Json.objectAt(live, "metadata").put("resourceVersion", version);
                    }
                    return live;
                },
                options);
        return Reply.json(200, scale(written.object()));
    }

    private static ObjectNode scale(ObjectNode object) {
        var scale = Json.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        var metadata = object.path("metadata").deepCopy();
        scale.set(
                "metadata",
                ((ObjectNode) metadata).retain("name", "namespace", "uid", "resourceVersion", "creationTimestamp"));
        scale.putObject("spec")
                .put("replicas", object.path("spec").path("replicas").asInt());
        var selector = object.path("spec").path("selector").path("matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
        scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asInt())
                .put("selector", selector);
        return scale;
    }
}

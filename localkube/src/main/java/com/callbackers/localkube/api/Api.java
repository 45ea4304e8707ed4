package com.callbackers.localkube.api;

import com.callbackers.localkube.discovery.Discovery;
import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kind.Serving;
import com.callbackers.localkube.kind.Kinds;
import com.callbackers.localkube.openapi.OpenApi;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.watch.Watch;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole API: finds what a path leads to, and answers. */
public final class Api {

    private static final String OPENAPI_V2 = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final Kinds kinds;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final ResourceApi resources;

    public Api(Store store, Kinds kinds, Clock clock) {
        this.kinds = kinds;
        this.discovery = new Discovery(kinds);
        this.openApi = new OpenApi(kinds);
        this.resources = new ResourceApi(store, clock);
    }

    public Reply answer(ApiRequest request) {
        var resource = ResourcePath.parse(request.path());
        if (resource.isEmpty()) {
            return about(request);
        }
        var kind = kind(resource.get());
        return kind.serving() == Serving.ANSWERED
                ? review(request, kind, resource.get())
                : resources.answer(request, kind, resource.get());
    }

    /** None when the request does not ask to watch. */
    public @Nullable Watch watch(ApiRequest request) {
        var path = ResourcePath.parse(request.path());
        return path.isEmpty() || !request.query().is("watch")
                ? null
                : resources.watch(request, kind(path.get()), path.get());
    }

    private Kind kind(ResourcePath path) {
        var kind = kinds.find(path.group(), path.version(), path.plural()).orElseThrow(RefusedException::noSuchPath);
        if (path.namespace() != null && !kind.namespaced()) {
            throw RefusedException.noSuchPath();
        }
        if (path.namespace() == null && path.name() != null && kind.namespaced()) {
            throw RefusedException.noSuchPath();
        }
        return kind;
    }

    private static Reply review(ApiRequest request, Kind kind, ResourcePath path) {
        if (!request.method().equals("POST") || path.name() != null) {
            throw RefusedException.methodNotAllowed();
        }
        return Reply.json(201, Reviews.answer(kind, Bodies.object(request)));
    }

    private Reply about(ApiRequest request) {
        if (!request.method().equals("GET")) {
            throw RefusedException.methodNotAllowed();
        }
        var path = String.join("/", request.path());
        return switch (path) {
            case "healthz", "livez", "readyz" -> Reply.text(200, "ok");
            case "version" -> Reply.json(200, version());
            case "" -> Reply.json(200, paths());
            case "openapi/v2" -> new Reply(200, OPENAPI_V2, OpenApi.version2(), List.of());
            default ->
                openApi.find(request.path())
                        .map(document -> new Discovery.Document(document, "application/json"))
                        .or(() -> discovery.find(request.path(), request.accept()))
                        .map(found -> new Reply(200, found.contentType(), Json.bytes(found.document()), List.of()))
                        .orElseThrow(RefusedException::noSuchPath);
        };
    }

    private static JsonNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "35")
                .put("gitVersion", "v1.35.0+local")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "none")
                .put("platform", "java");
    }

    private static JsonNode paths() {
        var root = Json.object();
        List.of("/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version")
                .forEach(root.putArray("paths")::add);
        return root;
    }
}

package com.callbackers.localkube.api;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.kind.Kind.Subresource;
import com.callbackers.localkube.objects.DeleteOptions;
import com.callbackers.localkube.objects.Deleting;
import com.callbackers.localkube.objects.Reading;
import com.callbackers.localkube.objects.WriteOptions;
import com.callbackers.localkube.objects.WriteOptions.FieldValidation;
import com.callbackers.localkube.objects.Writing;
import com.callbackers.localkube.objects.Writing.Written;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.rendering.Form;
import com.callbackers.localkube.rendering.Renderer;
import com.callbackers.localkube.rendering.Renderer.RowObjects;
import com.callbackers.localkube.select.FieldSelector;
import com.callbackers.localkube.select.LabelSelector;
import com.callbackers.localkube.select.Selection;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import com.callbackers.localkube.watch.Watch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs on objects. */
final class ResourceApi {

    private final Reading reading;
    private final Writing writing;
    private final Deleting deleting;
    private final Clock clock;

    ResourceApi(Store store, Clock clock) {
        this.reading = new Reading(store);
        this.writing = new Writing(store, clock);
        this.deleting = new Deleting(store, clock);
        this.clock = clock;
    }

    Reply answer(ApiRequest request, Kind kind, ResourcePath path) {
        var name = path.name();
        var namespace = path.namespace() == null ? "" : path.namespace();
        if (name == null) {
            return ofAll(request, kind, path.namespace());
        }
        var subresource = path.subresource();
        if (subresource == null) {
            return ofOne(request, kind, namespace, name, null);
        }
        if (subresource.equals("status") && kind.has(Subresource.STATUS)) {
            return ofOne(request, kind, namespace, name, Subresource.STATUS);
        }
        if (subresource.equals("scale") && kind.has(Subresource.SCALE)) {
            return new ScaleApi(reading, writing).answer(request, kind, namespace, name, options(request));
        }
        throw RefusedException.noSuchPath();
    }

    private Reply ofAll(ApiRequest request, Kind kind, @Nullable String namespace) {
        return switch (request.method()) {
            case "GET" -> list(request, kind, namespace);
            case "POST" -> create(request, kind, namespace == null ? "" : namespace);
            case "DELETE" -> deleteAll(request, kind, namespace);
            default -> throw RefusedException.methodNotAllowed();
        };
    }

    private Reply ofOne(ApiRequest request, Kind kind, String namespace, String name, @Nullable Subresource part) {
        return switch (request.method()) {
            case "GET" -> Reply.json(200, renderer(request, kind).object(reading.get(kind, namespace, name)));
            case "PUT" -> {
                var options = options(request);
                var asked = Bodies.object(request);
                yield written(request, kind, writing.update(kind, namespace, name, part, asked, options), options);
            }
            case "PATCH" -> patch(request, kind, namespace, name, part);
            case "DELETE" -> {
                if (part != null) {
                    throw RefusedException.methodNotAllowed();
                }
                yield delete(request, kind, namespace, name);
            }
            default -> throw RefusedException.methodNotAllowed();
        };
    }

    private Reply list(ApiRequest request, Kind kind, @Nullable String namespace) {
        var page = reading.list(
                kind,
                namespace,
                selection(request, kind),
                Math.toIntExact(request.query().number("limit")),
                request.query().text("continue"));
        return Reply.json(200, renderer(request, kind).list(page));
    }

    private Reply create(ApiRequest request, Kind kind, String namespace) {
        if (kind.namespaced() && namespace.isEmpty()) {
            throw RefusedException.methodNotAllowed();
        }
        var options = options(request);
        return written(request, kind, writing.create(kind, namespace, Bodies.object(request), options), options);
    }

    private Reply patch(ApiRequest request, Kind kind, String namespace, String name, @Nullable Subresource part) {
        var options = options(request);
        if (request.contentType().equals("application/apply-patch+yaml")) {
            if (request.query().text("fieldManager") == null) {
                throw RefusedException.badRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required"
                        + " value: is required for apply patch");
            }
            var applied = Bodies.object(request);
            return written(request, kind, writing.apply(kind, namespace, name, part, applied, options), options);
        }
        var change = Patches.change(request, kind);
        return written(request, kind, writing.patch(kind, namespace, name, part, change, options), options);
    }

    private Reply delete(ApiRequest request, Kind kind, String namespace, String name) {
        var deleted = deleting.delete(kind, namespace, name, deleteOptions(request));
        return Reply.json(200, deleted.answer());
    }

    private Reply deleteAll(ApiRequest request, Kind kind, @Nullable String namespace) {
        if (kind.namespaced() && namespace == null) {
            throw RefusedException.methodNotAllowed();
        }
        var options = deleteOptions(request);
        var page = reading.list(kind, namespace, selection(request, kind), 0, null);
        for (var object : page.objects()) {
            deleteIfThere(kind, object, options);
        }
        return Reply.json(200, new Renderer(kind, Form.WHOLE, RowObjects.NONE, clock).list(page));
    }

    private void deleteIfThere(Kind kind, Stored object, DeleteOptions options) {
        try {
            deleting.delete(kind, object.key().namespace(), object.key().name(), options);
        } catch (RefusedException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    /** None unless the request asks to watch. */
    @Nullable
    Watch watch(ApiRequest request, Kind kind, ResourcePath path) {
        if (!request.method().equals("GET") || !request.query().is("watch") || path.subresource() != null) {
            return null;
        }
        var query = request.query();
        var fields = query.text("fieldSelector");
        var name = path.name();
        if (name != null) {
            fields = "metadata.name=" + name + (fields == null ? "" : "," + fields);
        }
        var initialEvents = query.text("sendInitialEvents");
        return new Watch(
                kind,
                path.namespace(),
                new Selection(LabelSelector.parse(query.text("labelSelector")), FieldSelector.parse(fields, kind)),
                renderer(request, kind),
                "true".equals(initialEvents) ? 0 : query.number("resourceVersion"),
                query.is("allowWatchBookmarks"),
                "true".equals(initialEvents),
                query.number("timeoutSeconds"));
    }

    private Reply written(ApiRequest request, Kind kind, Written written, WriteOptions options) {
        return Reply.json(written.isNew() ? 201 : 200, renderer(request, kind).object(written.object()))
                .with(options.warnings());
    }

    private Renderer renderer(ApiRequest request, Kind kind) {
        var includeObject = request.query().text("includeObject");
        var rowObjects = includeObject == null
                ? RowObjects.METADATA
                : switch (includeObject) {
                    case "None" -> RowObjects.NONE;
                    case "Object" -> RowObjects.WHOLE;
                    default -> RowObjects.METADATA;
                };
        return new Renderer(kind, Form.of(request.accept()), rowObjects, clock);
    }

    private static Selection selection(ApiRequest request, Kind kind) {
        return new Selection(
                LabelSelector.parse(request.query().text("labelSelector")),
                FieldSelector.parse(request.query().text("fieldSelector"), kind));
    }

    private static DeleteOptions deleteOptions(ApiRequest request) {
        return DeleteOptions.read(Bodies.read(request), request.query().text("propagationPolicy"), isDryRun(request));
    }

    private static WriteOptions options(ApiRequest request) {
        var manager = request.query().text("fieldManager");
        return new WriteOptions(
                manager == null ? managerByProgram(request.userAgent()) : manager,
                isDryRun(request),
                request.query().is("force"),
                validation(request.query().text("fieldValidation")),
                new ArrayList<>());
    }

    private static String managerByProgram(String userAgent) {
        int slash = userAgent.indexOf('/');
        var program = slash < 0 ? userAgent : userAgent.substring(0, slash);
        return program.isEmpty() ? "unknown" : program;
    }

    private static boolean isDryRun(ApiRequest request) {
        var dryRun = request.query().text("dryRun");
        if (dryRun != null && !dryRun.equals("All")) {
            throw RefusedException.badRequest(
                    "dryRun: Unsupported value: \"" + dryRun + "\": supported values: \"All\"");
        }
        return dryRun != null;
    }

    private static FieldValidation validation(@Nullable String text) {
        return switch (text) {
            case "Strict" -> FieldValidation.STRICT;
            case "Ignore" -> FieldValidation.IGNORE;
            case "Warn" -> FieldValidation.WARN;
            case null -> FieldValidation.WARN;
            default ->
                throw RefusedException.badRequest("fieldValidation: Unsupported value: \"" + text
                        + "\": supported values: " + List.of("Ignore", "Strict", "Warn"));
        };
    }
}

package com.callbackers.localkube.rendering;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.objects.Reading.Page;
import com.callbackers.localkube.objects.Representation;
import com.callbackers.localkube.store.Stored;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Answers of one kind in one form. */
public final class Renderer {

    /** How much of an object a table's row brings along. */
    public enum RowObjects {
        NONE,
        METADATA,
        WHOLE
    }

    private final Kind kind;
    private final Form form;
    private final TableForm table;

    public Renderer(Kind kind, Form form, RowObjects rowObjects, Clock clock) {
        this.kind = kind;
        this.form = form;
        this.table = new TableForm(Columns.of(kind), rowObjects, clock);
    }

    public byte[] object(Stored object) {
        return form == Form.WHOLE ? Representation.bytes(kind, object) : object(Representation.tree(kind, object));
    }

    public byte[] object(ObjectNode tree) {
        return Json.bytes(
                switch (form) {
                    case WHOLE -> tree;
                    case METADATA -> metadata(tree);
                    case TABLE ->
                        table.of(
                                List.of(tree),
                                tree.path("metadata").path("resourceVersion").asText());
                });
    }

    static ObjectNode metadata(ObjectNode tree) {
        var partial = Json.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", tree.path("metadata"));
        return partial;
    }

    public byte[] list(Page page) {
        if (form == Form.TABLE) {
            var rows = page.objects().stream()
                    .map(object -> Representation.tree(kind, object))
                    .toList();
            var tree = table.of(rows, Long.toString(page.resourceVersion()));
            if (page.more() != null) {
                Json.objectAt(tree, "metadata").put("continue", page.more());
            }
            return Json.bytes(tree);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(listStart(page).getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (var object : page.objects()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.writeBytes(object(object));
        }
        out.writeBytes("]}\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private String listStart(Page page) {
        var head = Json.object();
        if (form == Form.METADATA) {
            head.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
        } else {
            head.put("kind", kind.names().list()).put("apiVersion", kind.apiVersion());
        }
        var metadata = head.putObject("metadata").put("resourceVersion", Long.toString(page.resourceVersion()));
        if (page.more() != null) {
            metadata.put("continue", page.more());
        }
        var text = Json.text(head);
        return text.substring(0, text.length() - 1) + ",\"items\":[";
    }

    /** What a watcher is told of a version up to which nothing else happened. */
    public byte[] bookmark(long version, boolean endsInitialEvents) {
        var tree = Json.object();
        tree.put("kind", kind.name()).put("apiVersion", kind.apiVersion());
        var metadata = tree.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (endsInitialEvents) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return Json.bytes(
                switch (form) {
                    case WHOLE -> tree;
                    case METADATA -> metadata(tree);
                    case TABLE -> table.of(List.of(), Long.toString(version));
                });
    }
}

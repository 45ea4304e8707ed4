package com.callbackers.localkube.kind;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind.Serving;
import com.callbackers.localkube.kind.Kind.Subresource;
import com.callbackers.localkube.schema.InvalidSchemaException;
import com.callbackers.localkube.schema.StructuralSchema;
import com.callbackers.localkube.shape.SchemaShape;
import com.callbackers.localkube.store.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the kinds, one a served version, out of a CustomResourceDefinition. */
public final class CustomKinds {

    private CustomKinds() {}

    public static List<Kind> of(JsonNode definition) throws InvalidSchemaException {
        var spec = definition.path("spec");
        var kinds = new ArrayList<Kind>();
        for (var version : spec.path("versions")) {
            var kind = kind(spec, version);
            if (version.path("served").asBoolean()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Kind kind(JsonNode spec, JsonNode version) throws InvalidSchemaException {
        var schema = version.path("schema").path("openAPIV3Schema");
        return new Kind(
                new Resource(
                        spec.path("group").asText(),
                        spec.path("names").path("plural").asText()),
                version.path("name").asText(),
                names(spec.path("names")),
                spec.path("scope").asText().equals("Namespaced"),
                subresources(version.path("subresources")),
                true,
                Serving.STORED,
                SchemaShape.ofObject(schema),
                new CustomVersion(
                        StructuralSchema.of(schema),
                        schema,
                        columns(version.path("additionalPrinterColumns")),
                        selectableFields(version.path("selectableFields")),
                        version.path("subresources").path("scale")));
    }

    private static Names names(JsonNode names) {
        var kind = names.path("kind").asText();
        return new Names(
                kind,
                names.path("listKind").asText(kind + "List"),
                names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                texts(names.path("shortNames")),
                texts(names.path("categories")));
    }

    private static Set<Subresource> subresources(JsonNode tree) {
        var found = EnumSet.noneOf(Subresource.class);
        if (tree.has("status")) {
            found.add(Subresource.STATUS);
        }
        if (tree.has("scale")) {
            found.add(Subresource.SCALE);
        }
        return found;
    }

    private static List<Column> columns(JsonNode tree) {
        var columns = new ArrayList<Column>();
        for (var column : tree) {
            columns.add(new Column(
                    column.path("name").asText(),
                    column.path("type").asText(),
                    column.path("format").asText(),
                    column.path("description").asText(),
                    column.path("priority").asInt(),
                    column.path("jsonPath").asText()));
        }
        return columns;
    }

    private static Set<String> selectableFields(JsonNode tree) {
        var fields = new HashSet<String>();
        for (var field : tree) {
            var path = Json.textAt(field, "jsonPath");
            if (path != null) {
                fields.add(path.substring(1));
            }
        }
        return fields;
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}

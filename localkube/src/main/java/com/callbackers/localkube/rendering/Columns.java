package com.callbackers.localkube.rendering;

import com.callbackers.localkube.kind.Column;
import com.callbackers.localkube.kind.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/** The columns of a kind's tables. */
final class Columns {

    static final TableColumn NAME = new TableColumn(
            "Name", "string", "name", "Name must be unique within a namespace.", 0, (object, ages) -> object.path(
                            "metadata")
                    .path("name"));

    static final TableColumn AGE = TableColumn.of(
            "Age",
            "string",
            (object, ages) -> ages.since(object.path("metadata").path("creationTimestamp")));

    private Columns() {}

    static List<TableColumn> of(Kind kind) {
        var custom = kind.custom();
        if (custom == null) {
            return BuiltInColumns.of(kind);
        }
        if (custom.columns().isEmpty()) {
            return List.of(NAME, AGE);
        }
        var columns = new ArrayList<TableColumn>();
        columns.add(NAME);
        custom.columns().forEach(column -> columns.add(custom(column)));
        return columns;
    }

    private static TableColumn custom(Column column) {
        var path = JsonPath.parse(column.jsonPath());
        return new TableColumn(
                column.name(),
                column.type(),
                column.format(),
                column.description(),
                column.priority(),
                (object, ages) -> path.first(object)
                        .map(value -> value(column.type(), value, ages))
                        .orElse(NullNode.getInstance()));
    }

    private static JsonNode value(String type, JsonNode value, Ages ages) {
        return switch (type) {
            case "date" -> ages.since(value);
            case "string" -> TextNode.valueOf(JsonPath.text(value));
            default -> value.isValueNode() ? value : NullNode.getInstance();
        };
    }
}

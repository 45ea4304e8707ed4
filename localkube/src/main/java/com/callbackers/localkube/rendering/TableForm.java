package com.callbackers.localkube.rendering;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.rendering.Renderer.RowObjects;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;

/** Objects as the rows of a {@code meta.k8s.io/v1 Table}. */
final class TableForm {

    private final List<TableColumn> columns;
    private final RowObjects rowObjects;
    private final Ages ages;

    TableForm(List<TableColumn> columns, RowObjects rowObjects, Clock clock) {
        this.columns = columns;
        this.rowObjects = rowObjects;
        this.ages = new Ages(clock);
    }

    ObjectNode of(List<ObjectNode> objects, String resourceVersion) {
        var table = Json.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", resourceVersion);
        var definitions = table.putArray("columnDefinitions");
        for (var column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
        var rows = table.putArray("rows");
        objects.forEach(object -> row(rows.addObject(), object));
        return table;
    }

    private void row(ObjectNode row, ObjectNode object) {
        var cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.cell().of(object, ages)));
        switch (rowObjects) {
            case NONE -> {
                // the cells are all that is asked for
            }
            case METADATA -> row.set("object", Renderer.metadata(object));
            case WHOLE -> row.set("object", object);
        }
    }
}

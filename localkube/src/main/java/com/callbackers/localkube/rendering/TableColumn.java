package com.callbackers.localkube.rendering;

/**
 * A column of a table.
 *
 * @param priority 0 shows always, more only where a wide table is asked for
 */
record TableColumn(String name, String type, String format, String description, int priority, Cell cell) {

    static TableColumn of(String name, String type, Cell cell) {
        return new TableColumn(name, type, "", name, 0, cell);
    }

    TableColumn wide() {
        return new TableColumn(name, type, format, description, 1, cell);
    }
}

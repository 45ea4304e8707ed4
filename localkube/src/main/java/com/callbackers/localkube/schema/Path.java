package com.callbackers.localkube.schema;

/** Where a field stands in an object or a schema. */
record Path(String text) {

    static final Path ROOT = new Path("");

    Path field(String name) {
        return new Path(text.isEmpty() ? name : text + "." + name);
    }

    Path index(int index) {
        return new Path(text + "[" + index + "]");
    }

    Path key(String key) {
        return new Path(text + "[" + key + "]");
    }

    /** As Kubernetes tells it, which has no name for the whole. */
    String told() {
        return text.isEmpty() ? "<nil>" : text;
    }
}

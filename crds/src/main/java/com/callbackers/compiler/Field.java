package com.callbackers.compiler;

/** The path of a field within a resource. */
record Field(String path) {

    static final Field ROOT = new Field("");
    static final Field SPEC = new Field("spec");

    Field at(String name) {
        return new Field(path.isEmpty() ? name : path + "." + name);
    }

    Field at(int index) {
        return new Field(path + "[" + index + "]");
    }

    /** Whether this is the other one or lies within it. */
    boolean within(String other) {
        return path.equals(other) || path.startsWith(other + ".") || path.startsWith(other + "[");
    }
}

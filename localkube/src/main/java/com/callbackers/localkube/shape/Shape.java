package com.callbackers.localkube.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What a value is made of, as far as merging, pruning and owning its parts need to know. */
public interface Shape {

    /** Of a value that nothing is known about: objects merge field by field, lists are replaced. */
    static Shape untyped() {
        return Untyped.SHAPE;
    }

    /** How the items of a list are told apart when two lists are merged. */
    sealed interface Listing {
        Listing ATOMIC = new Atomic();

        record Atomic() implements Listing {}

        record OfScalars() implements Listing {}

        record ByKeys(List<String> keys) implements Listing {}
    }

    /** The shape of an object's field. */
    Shape field(String name);

    /** False when an object of this shape has no such field. */
    boolean declares(String name);

    /** The shape of a list's items. */
    Shape items();

    Listing listing();

    /** True when an object of this shape is replaced and owned as a whole. */
    boolean atomic();

    /** The key that a strategic merge matches items of this list by; empty text: by value; none: it replaces the list. */
    default Optional<String> patchKey() {
        return Optional.empty();
    }

    /** What a value that is left out counts as, where list items are told apart by it. */
    default Optional<JsonNode> defaultValue() {
        return Optional.empty();
    }

    /** What JSON a value of this shape is, where that is known. */
    default Type type() {
        return Type.ANY;
    }

    enum Type {
        OBJECT,
        LIST,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ANY
    }
}

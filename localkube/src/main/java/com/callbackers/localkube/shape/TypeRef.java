package com.callbackers.localkube.shape;

/** What a field of a built-in kind holds. */
public sealed interface TypeRef {

    /** A type that is not made of fields: string, boolean, int32, int64, number, bytes, quantity, date-time … */
    record Scalar(String name) implements TypeRef {}

    record Named(String type) implements TypeRef {}

    record ListOf(TypeRef items) implements TypeRef {}

    record MapOf(TypeRef values) implements TypeRef {}

    /** Reads {@code string}, {@code [io.k8s.api.core.v1.Container]}, {@code {bytes}}. */
    static TypeRef parse(String text) {
        if (text.startsWith("[")) {
            return new ListOf(parse(text.substring(1, text.length() - 1)));
        }
        if (text.startsWith("{")) {
            return new MapOf(parse(text.substring(1, text.length() - 1)));
        }
        return text.contains(".") ? new Named(text) : new Scalar(text);
    }
}

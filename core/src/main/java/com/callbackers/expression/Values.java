package com.callbackers.expression;

import org.jspecify.annotations.Nullable;

/** What expressions give, as JSON and as text. */
public final class Values {

    private Values() {}

    /** JSON text of a value: maps, lists, timestamps and optionals included. */
    public static String json(@Nullable Object value) {
        throw new UnsupportedOperationException();
    }

    /** As it stands in a template: a string as it is, nothing for null, anything else as JSON. */
    public static String text(@Nullable Object value) {
        throw new UnsupportedOperationException();
    }
}

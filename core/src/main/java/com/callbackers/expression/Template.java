package com.callbackers.expression;

import java.util.Set;
import java.util.function.Consumer;

/** Text with CEL between double braces. */
public final class Template {

    Template() {}

    /** @param failures told in words of each expression that failed; it gives an empty text */
    public String render(Facts facts, Consumer<String> failures) {
        throw new UnsupportedOperationException();
    }

    /** The variables it names. */
    public Set<String> names() {
        throw new UnsupportedOperationException();
    }
}

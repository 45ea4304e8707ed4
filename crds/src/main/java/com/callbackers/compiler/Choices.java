package com.callbackers.compiler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The values that a field may take, by the words for them and in their order. */
final class Choices {

    private Choices() {}

    static <E extends Enum<E>> Map<String, E> of(E[] values, Function<E, String> label) {
        var choices = new LinkedHashMap<String, E>();
        for (var value : values) {
            choices.put(label.apply(value), value);
        }
        return Collections.unmodifiableMap(choices);
    }
}

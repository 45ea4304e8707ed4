package com.callbackers.expression;

import com.callbackers.callback.Header;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first value of each name, in the order in which they came. */
final class FirstValues {

    private FirstValues() {}

    static Map<String, String> of(List<Header> parameters) {
        var first = new LinkedHashMap<String, String>();
        for (var parameter : parameters) {
            first.putIfAbsent(parameter.name(), parameter.value());
        }
        return Collections.unmodifiableMap(first);
    }
}

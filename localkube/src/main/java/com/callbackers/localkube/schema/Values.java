package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Values of an object before and after a change. */
final class Values {

    /** 5 is 5, however it was read. */
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Values() {}

    static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        return one != null && other != null && one.equals(NUMBERS_BY_VALUE, other);
    }

    static @Nullable JsonNode field(@Nullable JsonNode object, String name) {
        return object == null ? null : object.get(name);
    }

    /** The element of the list as it was before; only lists that are maps know which one that is. */
    static @Nullable JsonNode element(Node list, @Nullable JsonNode before, JsonNode element) {
        if (before == null || !before.isArray() || !list.listType().equals("map")) {
            return null;
        }
        for (var candidate : before) {
            if (list.listMapKeys().stream().allMatch(key -> sameKey(candidate.get(key), element.get(key)))) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean sameKey(@Nullable JsonNode one, @Nullable JsonNode other) {
        return (one == null && other == null) || same(one, other);
    }
}

package com.callbackers.console.pages;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;

/** Query strings, so that each view of a list has an address. */
final class Links {

    private static final Set<String> OF_A_PAGE = Set.of("cursor", "limit");

    private Links() {}

    /** What a list is filtered by, and nothing else. */
    static String filters(MultiValueMap<String, String> query) {
        var text = new StringBuilder();
        query.toSingleValueMap().forEach((name, value) -> {
            if (value != null && !value.isEmpty() && !OF_A_PAGE.contains(name)) {
                add(text, name, value);
            }
        });
        return text.toString();
    }

    /** The same list from a cursor on. */
    static String next(MultiValueMap<String, String> query, String cursor) {
        var text = new StringBuilder(filters(query));
        add(text, "cursor", cursor);
        return text.toString();
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append(text.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(UriUtils.encode(value, StandardCharsets.UTF_8));
    }
}

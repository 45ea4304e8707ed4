package com.callbackers.localkube.api;

import com.callbackers.localkube.refusal.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's URL; of a repeated one, the first counts. */
public record Query(Map<String, String> parameters) {

    public static Query parse(@Nullable String text) {
        var parameters = new HashMap<String, String>();
        for (var part : text == null ? new String[0] : text.split("&", -1)) {
            int equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            var value = equals < 0 ? "" : part.substring(equals + 1);
            parameters.putIfAbsent(decode(name), decode(value));
        }
        return new Query(parameters);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest("the URL is not well-formed: " + e.getMessage());
        }
    }

    @Nullable
    String text(String name) {
        var value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    boolean is(String name) {
        var value = parameters.get(name);
        return value != null && (value.isEmpty() || value.equals("true") || value.equals("1"));
    }

    long number(String name) {
        var value = text(name);
        try {
            return value == null ? 0 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw RefusedException.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
        }
    }
}

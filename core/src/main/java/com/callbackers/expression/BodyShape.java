package com.callbackers.expression;

import com.callbackers.callback.Callback;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a body looks like, whatever it says: the names of its fields, or its kind. */
public final class BodyShape {

    private static final int FIELDS = 8;
    private static final int FIELD_LENGTH = 30;

    private BodyShape() {}

    public static String of(Callback callback) {
        if (callback.isBodyMissing()) {
            return "a large body";
        }
        if (callback.body().length == 0) {
            return "no body";
        }
        return switch (Body.of(callback)) {
            case Map<?, ?> map -> fields(map);
            case List<?> list -> "a list";
            default -> callback.contentType().map(BodyShape::media).orElse("bytes");
        };
    }

    /** Numbers in names are often counters or ids. */
    private static String fields(Map<?, ?> map) {
        var names = map.keySet().stream()
                .map(name -> String.valueOf(name).replaceAll("[0-9]+", "#"))
                .map(name -> name.substring(0, Math.min(name.length(), FIELD_LENGTH)))
                .sorted()
                .distinct()
                .toList();
        return names.stream()
                .limit(FIELDS)
                .collect(Collectors.joining(", ", "{", names.size() > FIELDS ? ", …}" : "}"));
    }

    private static String media(String contentType) {
        var media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.substring(0, Math.min(media.length(), FIELD_LENGTH));
    }
}

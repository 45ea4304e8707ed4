package com.callbackers.expression;

import dev.cel.common.values.NullValue;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What expressions give, as JSON and as text. */
public final class Values {

    private Values() {}

    /** JSON text of a value: maps, lists, timestamps and optionals included; bytes are base64. */
    public static String json(@Nullable Object value) {
        return Json.of(value);
    }

    /** As it stands in a template: a string as it is, nothing for null, times and addresses without quotes, else JSON. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case NullValue n -> "";
            case Optional<?> optional -> text(optional.orElse(null));
            case Boolean b -> b.toString();
            case Number n -> n.toString();
            case Collection<?> list -> Json.of(list);
            case Map<?, ?> map -> Json.of(map);
            default -> Json.scalar(value);
        };
    }
}

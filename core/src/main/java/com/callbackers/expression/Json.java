package com.callbackers.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what CEL gives as compact JSON, maps in their own order. */
final class Json {

    static final int LONGEST = 2 * 1024 * 1024;
    private static final int DEEPEST = 500;

    private final StringBuilder out = new StringBuilder();
    private final int longest;

    private Json(int longest) {
        this.longest = longest;
    }

    /** Of a value that {@link #fits}, or is made of such. */
    static String of(@Nullable Object value) {
        return write(value, Integer.MAX_VALUE);
    }

    /** Of any value, as a function of CEL. */
    static String function(Object value) {
        return write(value, LONGEST);
    }

    private static String write(@Nullable Object value, int longest) {
        var json = new Json(longest);
        json.value(value);
        json.checkLength();
        return json.out.toString();
    }

    /** Whether a value is small enough to be kept and written; escapes may make its JSON some times larger. */
    static boolean fits(@Nullable Object value) {
        return room(value, LONGEST, 0) >= 0;
    }

    private static long room(@Nullable Object value, long room, int depth) {
        var left = room - 1;
        if (left < 0 || depth > DEEPEST) {
            return -1;
        }
        if (value instanceof String text) {
            return left - text.length();
        }
        if (value instanceof CelByteString bytes) {
            return left - bytes.size();
        }
        if (value instanceof Optional<?> optional) {
            return room(optional.orElse(null), left, depth + 1);
        }
        if (value instanceof Collection<?> list) {
            for (var element : list) {
                left = room(element, left, depth + 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (var entry : map.entrySet()) {
                left = room(entry.getValue(), room(entry.getKey(), left, depth + 1), depth + 1);
            }
        }
        return left;
    }

    private void value(@Nullable Object value) {
        checkLength();
        switch (value) {
            case null -> out.append("null");
            case NullValue n -> out.append("null");
            case Boolean b -> out.append(b);
            case Double d when d.isNaN() || d.isInfinite() -> text(d.toString());
            case UnsignedLong n -> out.append(n);
            case Number n -> out.append(n);
            case Optional<?> optional -> value(optional.orElse(null));
            case Collection<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> text(scalar(value));
        }
    }

    /** Those values whose JSON is a string. */
    static String scalar(Object value) {
        return switch (value) {
            case CelByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case Duration duration -> seconds(duration);
            case TypeType type -> type.containingTypeName();
            // Texts, times in ISO 8601, addresses and ranges.
            default -> value.toString();
        };
    }

    /** As {@code string(duration)} has it in CEL: {@code 1.5s}. */
    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }

    private void list(Collection<?> list) {
        var separator = '[';
        for (var element : list) {
            out.append(separator);
            value(element);
            separator = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void map(Map<?, ?> map) {
        var separator = '{';
        for (var entry : map.entrySet()) {
            out.append(separator);
            text(scalar(entry.getKey()));
            out.append(':');
            value(entry.getValue());
            separator = ',';
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void checkLength() {
        if (out.length() > longest) {
            throw new UnusableException("the text is longer than " + longest + " characters");
        }
    }
}

package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Values as they stand in messages of Kubernetes, which are formatted by Go. */
final class Wording {

    private Wording() {}

    static String value(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "null";
        }
        return switch (value.getNodeType()) {
            case STRING -> quote(value.textValue());
            case NUMBER -> number(value);
            case BOOLEAN -> value.asText();
            default -> json(value);
        };
    }

    static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        return number(value.doubleValue());
    }

    static String number(double value) {
        var size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e21)) {
            return Double.toString(value).replace("E-", "e-").replace("E", "e+").replace(".0e", "e");
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** With the fields in the order of their names. */
    private static String json(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Wording::json)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (value.isObject()) {
            var fields = new TreeMap<String, String>();
            value.properties().forEach(field -> fields.put(field.getKey(), json(field.getValue())));
            return fields.entrySet().stream()
                    .map(field -> quote(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return value.toString();
    }
}

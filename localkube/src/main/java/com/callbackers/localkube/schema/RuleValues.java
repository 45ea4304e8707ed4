package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as rules see it, typed by its schema. */
final class RuleValues {

    private final RuleTypes types;

    RuleValues(RuleTypes types) {
        this.types = types;
    }

    Object of(Node node, JsonNode value) {
        return of(node, value, node.embedsResource());
    }

    Object of(Node node, JsonNode value, boolean resource) {
        return switch (value.getNodeType()) {
            case ARRAY -> list(node, value);
            case OBJECT ->
                node.additional() == null
                        ? new RuleObject(types.object(node, resource), value, this)
                        : map(node.additional(), value);
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(node, value);
            case STRING -> text(node.format(), value.textValue());
            default -> NullValue.NULL_VALUE;
        };
    }

    private List<Object> list(Node node, JsonNode value) {
        var list = new ArrayList<Object>();
        var items = node.items();
        if (items != null) {
            value.forEach(element -> list.add(of(items, element)));
        }
        return List.copyOf(list);
    }

    private Map<String, Object> map(Node node, JsonNode value) {
        var map = new LinkedHashMap<String, Object>();
        value.properties().forEach(entry -> map.put(entry.getKey(), of(node, entry.getValue())));
        return map;
    }

    private static Object number(Node node, JsonNode value) {
        if (node.type().equals("number")) {
            return value.doubleValue();
        }
        return value.canConvertToLong() ? (Object) value.longValue() : (Object) value.doubleValue();
    }

    private static Object text(String format, String text) {
        try {
            return switch (format) {
                case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
                case "date" ->
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                case "date-time" -> OffsetDateTime.parse(text).toInstant();
                case "duration" -> Duration.parse("PT" + text);
                default -> text;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            return text;
        }
    }
}

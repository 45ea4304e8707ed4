package com.callbackers.expression;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Parameters;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The body as a value: JSON, a form, or null when it is neither. */
final class Body {

    private static final int DEEPEST = 200;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(400)
                    .build())
            .build();

    private Body() {}

    static Object of(Callback callback) {
        var type = callback.contentType().orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/x-www-form-urlencoded")) {
            return form(callback);
        }
        var named = type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
        var maybe = (type.isEmpty() || type.startsWith("text/")) && looksLikeJson(callback.body());
        return named || maybe ? json(callback.body()) : NullValue.NULL_VALUE;
    }

    /** Many senders call JSON a form, since that is what {@code curl -d} says of everything. */
    private static Object form(Callback callback) {
        var json = looksLikeJson(callback.body()) ? json(callback.body()) : NullValue.NULL_VALUE;
        return json == NullValue.NULL_VALUE ? FirstValues.of(Parameters.parse(callback.text())) : json;
    }

    private static boolean looksLikeJson(byte[] body) {
        for (var b : body) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    private static Object json(byte[] body) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == null) {
                return NullValue.NULL_VALUE;
            }
            var value = value(parser);
            return parser.nextToken() == null ? value : NullValue.NULL_VALUE;
        } catch (JacksonException e) {
            return NullValue.NULL_VALUE;
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> NullValue.NULL_VALUE;
        };
    }

    /** An int where it fits, or else the nearest double. */
    private static Object whole(JsonParser parser) {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getBigIntegerValue().doubleValue()
                : (Object) parser.getLongValue();
    }

    private static Map<String, Object> map(JsonParser parser) {
        var map = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<Object> list(JsonParser parser) {
        var list = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return Collections.unmodifiableList(list);
    }
}

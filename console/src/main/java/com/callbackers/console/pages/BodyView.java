package com.callbackers.console.pages;

import com.callbackers.console.call.Bytes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body for people: JSON indented, forms line by line, other text as it is, and bytes as numbers.
 *
 * @param kind {@code none}, {@code json}, {@code form}, {@code text} or {@code bytes}
 * @param cut whether there is more
 */
record BodyView(String kind, String text, boolean cut) {

    private static final int BYTES_SHOWN = 4 * 1024;
    private static final int BYTES_A_LINE = 16;

    /** Numbers stay as they were written. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static BodyView of(byte @Nullable [] body, @Nullable String contentType) {
        if (body == null || body.length == 0) {
            return new BodyView("none", "", false);
        }
        var type = Optional.ofNullable(contentType).orElse("").toLowerCase(Locale.ROOT);
        var cut = body.length > Bytes.MAX_SHOWN;
        return Bytes.text(cut ? Arrays.copyOf(body, Bytes.MAX_SHOWN) : body, cut)
                .filter(text -> text.indexOf('\0') < 0)
                .map(text -> of(text, type, cut))
                .orElseGet(() -> new BodyView("bytes", hex(body), body.length > BYTES_SHOWN));
    }

    private static BodyView of(String text, String type, boolean cut) {
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return new BodyView("form", form(text), cut);
        }
        return cut || !looksLikeJson(text)
                ? new BodyView("text", text, cut)
                : indented(text)
                        .map(json -> new BodyView("json", json, false))
                        .orElse(new BodyView("text", text, false));
    }

    private static boolean looksLikeJson(String text) {
        var begin = text.stripLeading();
        return begin.startsWith("{") || begin.startsWith("[");
    }

    private static Optional<String> indented(String text) {
        try {
            return Optional.of(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(text)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String form(String text) {
        var lines = new StringBuilder();
        for (var pair : text.split("&", -1)) {
            var parts = pair.split("=", 2);
            lines.append(decoded(parts[0]))
                    .append(" = ")
                    .append(parts.length > 1 ? decoded(parts[1]) : "")
                    .append('\n');
        }
        return lines.toString();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String hex(byte[] body) {
        var text = new StringBuilder();
        for (var at = 0; at < Math.min(body.length, BYTES_SHOWN); at += BYTES_A_LINE) {
            var line = Arrays.copyOfRange(body, at, Math.min(body.length, at + BYTES_A_LINE));
            text.append("%06x  %-48s ".formatted(at, HexFormat.ofDelimiter(" ").formatHex(line)));
            for (var b : line) {
                text.append(b >= ' ' && b < 127 ? (char) b : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }
}

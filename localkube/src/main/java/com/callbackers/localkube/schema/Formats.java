package com.callbackers.localkube.schema;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;

/** The formats of texts that are checked; Kubernetes passes over those that it does not know, int32 among them. */
final class Formats {

    private static final Map<String, Predicate<String>> CHECKS = Map.of(
            "byte", Formats::isBase64,
            "date", text -> parses(() -> LocalDate.parse(text)),
            "date-time", text -> parses(() -> OffsetDateTime.parse(text)),
            "duration", matching("[-+]?([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+|0"),
            "email", matching("[^@\\s]+@[^@\\s]+"),
            "hostname", matching("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"),
            "ipv4", matching("(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}"),
            "ipv6", matching("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"),
            "uri", Formats::isUri,
            "uuid", matching("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"));

    private Formats() {}

    static boolean known(String format) {
        return CHECKS.containsKey(format);
    }

    static boolean fits(String format, String text) {
        return CHECKS.getOrDefault(format, any -> true).test(text);
    }

    private static Predicate<String> matching(String pattern) {
        var compiled = Pattern.compile(pattern);
        return compiled::matches;
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return text.startsWith("/") || new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

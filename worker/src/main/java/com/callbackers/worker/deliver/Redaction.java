package com.callbackers.worker.deliver;

import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Replaces secret values in what is recorded of an attempt, in every form in which they could stand there. */
final class Redaction {

    static final String DOTS = "•••";

    /** A path this short, on its own, tells nothing. */
    private static final int TELLING_PATH = 8;

    private final List<String> texts;
    private final List<String> bytes;

    Redaction(Collection<String> secrets) {
        var forms =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        secrets.stream()
                .filter(secret -> !secret.isBlank())
                .flatMap(Redaction::forms)
                .forEach(forms::add);
        this.texts = List.copyOf(forms);
        this.bytes = forms.stream()
                .map(form -> single(form.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    Attempt.Sent sent(Attempt.Sent sent, byte[] original) {
        return new Attempt.Sent(
                sent.method(),
                text(sent.url()),
                headers(sent.headers()),
                sent.body() == null || Arrays.equals(sent.body(), original) ? null : body(sent.body(), false));
    }

    Outcome outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered a ->
                new Outcome.Answered(
                        a.status(), headers(a.headers()), body(a.body(), a.truncated()), a.truncated(), a.timings());
            case Outcome.Unreachable u -> new Outcome.Unreachable(text(u.error()), u.timings());
            case Outcome.TimedOut t -> new Outcome.TimedOut(text(t.error()), t.timings());
            case Outcome.Forbidden f -> new Outcome.Forbidden(text(f.error()), f.timings());
        };
    }

    String text(String text) {
        for (var secret : texts) {
            text = text.replace(secret, DOTS);
        }
        return text;
    }

    private List<Header> headers(List<Header> headers) {
        return headers.stream()
                .map(header -> new Header(header.name(), text(singles(header.value()))))
                .toList();
    }

    /** Header values may hold the bytes of UTF-8 as single characters; secrets among them have to be seen too. */
    private String singles(String value) {
        for (var secret : bytes) {
            value = value.replace(secret, DOTS);
        }
        return value;
    }

    private byte[] body(byte[] body, boolean truncated) {
        var before = single(body);
        var dots = single(DOTS.getBytes(StandardCharsets.UTF_8));
        var after = before;
        for (var secret : bytes) {
            after = after.replace(secret, dots);
        }
        if (truncated) {
            after = withoutBegun(after, dots);
        }
        return after.equals(before) ? body : after.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where the body was cut, a secret may have begun. */
    private String withoutBegun(String body, String dots) {
        for (var secret : bytes) {
            for (var length = secret.length() - 1; length > 2; length--) {
                if (body.endsWith(secret.substring(0, length))) {
                    return body.substring(0, body.length() - length) + dots;
                }
            }
        }
        return body;
    }

    private static Stream<String> forms(String secret) {
        var forms = new ArrayList<>(List.of(secret, secret.strip()));
        var path = path(secret);
        if (path.length() >= TELLING_PATH) {
            forms.add(path);
        }
        return forms.stream().flatMap(Redaction::encodings);
    }

    /** What a receiver repeats of a secret URL when it complains. */
    private static String path(String secret) {
        var scheme = secret.toLowerCase(Locale.ROOT).startsWith("http") ? secret.indexOf("://") : -1;
        var slash = scheme < 0 ? -1 : secret.indexOf('/', scheme + 3);
        return slash < 0 ? "" : secret.substring(slash);
    }

    private static Stream<String> encodings(String value) {
        var form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var percent = form.replace("+", "%20");
        return Stream.of(
                value,
                form,
                percent,
                lowerHex(form),
                lowerHex(percent),
                percent.replace("%2F", "/"),
                percent.replace("%3A", ":").replace("%2F", "/"),
                json(value));
    }

    private static String lowerHex(String encoded) {
        var text = new StringBuilder(encoded);
        for (var i = text.indexOf("%"); i >= 0; i = text.indexOf("%", i + 3)) {
            text.replace(i, i + 3, text.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    /** As it stands in a JSON string. */
    private static String json(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    /** One character a byte, so that text tools find bytes. */
    private static String single(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

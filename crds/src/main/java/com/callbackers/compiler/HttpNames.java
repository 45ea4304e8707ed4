package com.callbackers.compiler;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what ends up in a request: methods, headers, URLs. */
final class HttpNames {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    private static final Set<String> STANDARD =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT");
    /** What the connection decides, not the tenant. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Findings findings;

    HttpNames(Findings findings) {
        this.findings = findings;
    }

    void method(@Nullable String method, Field field) {
        if (method == null
                || method.length() > Sizes.METHOD
                || !TOKEN.matcher(method).matches()) {
            findings.invalid(field, "'" + shown(method) + "' is not an HTTP method; write it like POST");
        } else if (STANDARD.contains(method.toUpperCase(Locale.ROOT)) && !STANDARD.contains(method)) {
            findings.invalid(
                    field,
                    "'" + method + "' never comes, methods are case-sensitive; write "
                            + method.toUpperCase(Locale.ROOT));
        }
    }

    /** A method that we send. */
    void outgoingMethod(String method, Field field) {
        method(method, field);
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            findings.invalid(field, "'" + method + "' cannot be forwarded");
        }
    }

    boolean headerName(@Nullable String name, Field field) {
        if (name == null || name.isEmpty()) {
            findings.invalid(field, "is required: the name of a header");
            return false;
        }
        if (!TOKEN.matcher(name).matches()) {
            findings.invalid(
                    field, "'" + shown(name) + "' is not a header's name; use letters, digits and dashes, like x-team");
            return false;
        }
        return true;
    }

    void settableHeader(String name, Field field) {
        if (headerName(name, field) && OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            findings.invalid(field, "'" + name + "' cannot be set: it belongs to the connection");
        }
    }

    /** A fixed value, or the fixed parts of a template. */
    void headerValue(@Nullable String value, Field field) {
        if (value == null) {
            findings.invalid(field, "is required: the header's value");
        } else if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7F))) {
            findings.invalid(field, "holds a line break or another control character; a header's value is one line");
        }
    }

    /** What is wrong with a URL, told without its text, or null. */
    static @Nullable String trouble(String url) {
        try {
            var uri = new URI(url);
            if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
                return "is not an absolute URL; write it like https://erp.example.com/hooks";
            }
            if (uri.getRawUserInfo() != null) {
                return "holds credentials; leave them out and give them in a CallbackDestination's http.auth";
            }
            if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
                return "has no usable host and port; write it like https://erp.example.com:8443/hooks";
            }
            if (uri.getRawFragment() != null) {
                return "has a fragment (#…), which is never sent; leave it out";
            }
            if (!url.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                return "holds characters that have to be percent-encoded";
            }
            return null;
        } catch (URISyntaxException e) {
            // the exception's own words hold the URL
            return "is not a URL; write it like https://erp.example.com/hooks";
        }
    }

    static String origin(String url) {
        var uri = URI.create(url);
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return (uri.getScheme() + "://" + uri.getHost() + port).toLowerCase(Locale.ROOT);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", "�");
    }
}

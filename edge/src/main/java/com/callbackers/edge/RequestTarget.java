package com.callbackers.edge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whom and what a request asks for: its host made comparable, its path and query exactly as sent. */
record RequestTarget(String host, String path, @Nullable String query) {

    /**
     * @param target the request line's second word; in absolute form its host counts, not the header's
     * @param host the Host header, if there is one
     */
    static RequestTarget of(String target, @Nullable String host) {
        String authority = host == null ? "" : host;
        String rest = target;
        int start = authorityOfAbsoluteForm(target);
        if (start > 0) {
            int end = start;
            while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
                end++;
            }
            authority = target.substring(
                    target.lastIndexOf('@', end - 1) >= start ? target.lastIndexOf('@', end - 1) + 1 : start, end);
            rest = target.substring(end);
            rest = rest.startsWith("/") ? rest : "/" + rest;
        }
        int mark = rest.indexOf('?');
        return mark < 0
                ? new RequestTarget(host(authority), rest, null)
                : new RequestTarget(host(authority), rest.substring(0, mark), rest.substring(mark + 1));
    }

    private static int authorityOfAbsoluteForm(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
    }

    /** In lower case, without port and without the dot that ends a full name; an IPv6 address keeps its brackets. */
    private static String host(String authority) {
        String host = authority.strip();
        int colon = host.lastIndexOf(':');
        boolean bare = host.indexOf(':') == colon;
        if (colon >= 0 && colon > host.lastIndexOf(']') && (bare || host.startsWith("["))) {
            host = host.substring(0, colon);
        }
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }
}

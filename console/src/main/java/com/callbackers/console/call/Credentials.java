package com.callbackers.console.call;

import com.callbackers.callback.Header;
import java.util.Locale;
import java.util.Set;

/** Headers by which a sender proves itself: kept for a replay, not for people to read. */
public final class Credentials {

    private static final String HIDDEN = "•••";
    private static final Set<String> HEADERS = Set.of(
            "api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-auth-token");

    private Credentials() {}

    /** The value as it is shown: of a credential no more than the name of its scheme. */
    public static String hidden(Header header) {
        if (!HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
            return header.value();
        }
        var space = header.value().indexOf(' ');
        return header.is("authorization") && space > 0 ? header.value().substring(0, space + 1) + HIDDEN : HIDDEN;
    }
}

package com.callbackers.journal;

import org.jspecify.annotations.Nullable;

/** Text as Postgres takes it: its text has no NUL, and its indexes no long values. */
final class Storable {

    /** Longer than any host name that can be reached. */
    private static final int HOST = 255;

    private Storable() {}

    static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    static @Nullable String optional(@Nullable String text) {
        return text == null ? null : text(text);
    }

    static String host(String host) {
        return text(host.length() > HOST ? host.substring(0, HOST) : host);
    }
}

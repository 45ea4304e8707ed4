package com.callbackers.console.pages;

import com.callbackers.callback.Callback;
import com.callbackers.console.call.Bytes;
import com.callbackers.console.call.Credentials;
import java.util.Locale;
import java.util.Set;

/** A callback as a command that sends it again; credentials are left for the reader to fill in. */
final class Curl {

    /** What curl writes itself. */
    private static final Set<String> OWN =
            Set.of("host", "content-length", "connection", "transfer-encoding", "expect");

    private Curl() {}

    static String of(Callback callback) {
        var command = new StringBuilder("curl -X ").append(quoted(callback.method()));
        callback.headers().stream()
                .filter(header -> !OWN.contains(header.name().toLowerCase(Locale.ROOT)))
                .forEach(header ->
                        command.append(" \\\n  -H ").append(quoted(header.name() + ": " + Credentials.hidden(header))));
        if (callback.body().length > 0) {
            command.append(" \\\n  --data-binary ").append(isText(callback.body()) ? quoted(callback.text()) : "@body");
        }
        var query = callback.query() == null ? "" : "?" + callback.query();
        return command.append(" \\\n  ")
                .append(quoted("https://" + callback.host() + callback.path() + query))
                .toString();
    }

    /** As one word of a POSIX shell, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** What curl takes as it stands: no NUL fits into a word, and {@code @} names a file. */
    private static boolean isText(byte[] body) {
        return Bytes.text(body, false)
                .filter(text -> text.indexOf('\0') < 0 && !text.startsWith("@"))
                .isPresent();
    }
}

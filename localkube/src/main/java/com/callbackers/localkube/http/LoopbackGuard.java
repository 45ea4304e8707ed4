package com.callbackers.localkube.http;

import com.callbackers.localkube.refusal.RefusedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * There is no login here, so a web page in this machine's browser must not get in: neither by a request of its own, which states an
 * {@code Origin}, nor under a name of its own that leads to this machine.
 */
final class LoopbackGuard {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private LoopbackGuard() {}

    static void check(@Nullable String host, @Nullable String origin) {
        if (host == null || !NAMES.contains(withoutPort(host))) {
            throw RefusedException.forbidden("this API answers to the names localhost and 127.0.0.1 only");
        }
        // Kubernetes clients state the server itself when they open a WebSocket
        if (origin != null && !origin.equals("http://" + host)) {
            throw RefusedException.forbidden("this API does not answer web pages");
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "");
    }
}

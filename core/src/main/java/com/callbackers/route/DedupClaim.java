package com.callbackers.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/**
 * A rule acts only if no callback with the same key acted before: whoever records the decision finds that out.
 *
 * @param key hash of route, rule and the value; of a fixed size, nobody bounds the value
 */
public record DedupClaim(String rule, UUID key, Duration window) {

    static DedupClaim of(String route, String rule, String value, Duration window) {
        var whole = String.join("\n", route, rule, value);
        try {
            var hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8)));
            return new DedupClaim(rule, new UUID(hash.getLong(), hash.getLong()), window);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why the rule does not act when another callback holds the key. */
    String lostTo(UUID first) {
        return "a repeat of " + first + " within "
                + window.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}

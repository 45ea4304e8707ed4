package com.callbackers.signature;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the schemes have in common. */
final class Signatures {

    private static final Proof PROVED = new Proof.Proved();

    private Signatures() {}

    static byte[] hmac(Verification.Algorithm algorithm, byte[] key, byte[]... parts) {
        var name = "Hmac" + algorithm.name();
        try {
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException when it is empty, so that nothing can be proved by saying nothing */
    static String secret(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("a secret is empty");
        }
        return secret;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes the same time wherever the difference is. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    static Proof proof(boolean proved, String whyNot) {
        return proved ? PROVED : new Proof.NotProved(whyNot);
    }

    /** The one value of a header; none when it is absent, or there several times so that none can be trusted. */
    static List<String> only(Callback callback, String header) {
        var values = callback.headers().stream()
                .filter(each -> each.is(header))
                .map(Header::value)
                .toList();
        return values.size() == 1 ? values : List.of();
    }

    static String missing(Callback callback, String header) {
        return callback.header(header).isPresent()
                ? "header " + header + " is there more than once"
                : "header " + header + " is missing";
    }

    /** Held against the time of arrival, so that a replay or a backlog proves as it did then. */
    static boolean timely(Callback callback, String epochSeconds, Duration tolerance) {
        if (!epochSeconds.matches("\\d{1,12}")) {
            return false;
        }
        var age = callback.receivedAt().getEpochSecond() - Long.parseLong(epochSeconds);
        return Math.abs(age) <= tolerance.toSeconds();
    }
}

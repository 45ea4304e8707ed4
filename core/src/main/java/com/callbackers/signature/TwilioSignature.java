package com.callbackers.signature;

import static com.callbackers.signature.Signatures.bytes;
import static com.callbackers.signature.Signatures.missing;
import static com.callbackers.signature.Signatures.only;
import static com.callbackers.signature.Signatures.proof;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.callback.Parameters;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;

/**
 * {@code X-Twilio-Signature}: HMAC-SHA1 of the URL, followed by a form's parameters in the order of their names; any
 * other body is proved by its SHA-256 in the URL's {@code bodySHA256}.
 */
record TwilioSignature(String authToken) implements Verification {

    private static final String HEADER = "X-Twilio-Signature";
    private static final String BODY_HASH = "bodySHA256";

    @Override
    public Proof verify(Callback callback) {
        var given = only(callback, HEADER);
        if (given.isEmpty()) {
            return new Proof.NotProved(missing(callback, HEADER));
        }
        var signed = new StringBuilder("https://").append(callback.host()).append(callback.path());
        if (callback.query() != null) {
            signed.append('?').append(callback.query());
        }
        if (isForm(callback)) {
            Parameters.parse(callback.text()).stream()
                    .sorted(Comparator.comparing(Header::name).thenComparing(Header::value))
                    .distinct()
                    .forEach(parameter -> signed.append(parameter.name()).append(parameter.value()));
        } else if (callback.body().length > 0 && !bodyHashFits(callback)) {
            return new Proof.NotProved("the query's " + BODY_HASH + " does not fit the body");
        }
        var hmac = Signatures.hmac(Algorithm.SHA1, bytes(authToken), bytes(signed.toString()));
        return proof(
                Signatures.same(Base64.getEncoder().encodeToString(hmac), given.getFirst()),
                "the signature in " + HEADER + " does not fit URL and body");
    }

    private static boolean isForm(Callback callback) {
        return callback.contentType()
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
                .orElse(false);
    }

    private static boolean bodyHashFits(Callback callback) {
        return Parameters.parse(callback.query()).stream()
                .filter(parameter -> parameter.name().equals(BODY_HASH))
                .anyMatch(parameter -> Signatures.same(sha256(callback.body()), parameter.value()));
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "TwilioSignature[]";
    }
}

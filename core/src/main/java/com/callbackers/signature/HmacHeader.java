package com.callbackers.signature;

import static com.callbackers.signature.Signatures.missing;
import static com.callbackers.signature.Signatures.only;
import static com.callbackers.signature.Signatures.proof;
import static com.callbackers.signature.Signatures.same;

import com.callbackers.callback.Callback;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** An HMAC of the raw body in one header, as GitHub, Shopify and many others send it. */
record HmacHeader(String header, Algorithm algorithm, Encoding encoding, String prefix, byte[] secret)
        implements Verification {

    @Override
    public Proof verify(Callback callback) {
        var given = only(callback, header);
        if (given.isEmpty()) {
            return new Proof.NotProved(missing(callback, header));
        }
        var hmac = Signatures.hmac(algorithm, secret, callback.body());
        var expected = prefix
                + switch (encoding) {
                    case HEX -> HexFormat.of().formatHex(hmac);
                    case BASE64 -> Base64.getEncoder().encodeToString(hmac);
                };
        var value = encoding == Encoding.HEX ? lowerCaseHex(given.getFirst()) : given.getFirst();
        return proof(same(expected, value), "the signature in " + header + " does not fit the body");
    }

    /** Some senders write the digits in capitals; the prefix stays as it is asked for. */
    private String lowerCaseHex(String value) {
        var start = Math.min(prefix.length(), value.length());
        return value.substring(0, start) + value.substring(start).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "HmacHeader[" + header + "]";
    }
}

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
        var proved =
                switch (encoding) {
                    case HEX ->
                        same(
                                prefix + HexFormat.of().formatHex(hmac),
                                prefix.isEmpty() ? given.getFirst().toLowerCase(Locale.ROOT) : given.getFirst());
                    case BASE64 -> same(prefix + Base64.getEncoder().encodeToString(hmac), given.getFirst());
                };
        return proof(proved, "the signature in " + header + " does not fit the body");
    }

    @Override
    public String toString() {
        return "HmacHeader[" + header + "]";
    }
}

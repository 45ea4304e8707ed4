package com.callbackers.signature;

import static com.callbackers.signature.Signatures.missing;
import static com.callbackers.signature.Signatures.only;
import static com.callbackers.signature.Signatures.proof;
import static com.callbackers.signature.Signatures.same;

import com.callbackers.callback.Callback;
import org.jspecify.annotations.Nullable;

/** A shared secret in a header, after an authentication scheme's name where there is one. */
record Credential(String header, @Nullable String scheme, String expected) implements Verification {

    @Override
    public Proof verify(Callback callback) {
        var given = only(callback, header);
        if (given.isEmpty()) {
            return new Proof.NotProved(missing(callback, header));
        }
        var value = given.getFirst().strip();
        if (scheme != null) {
            if (!value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1)) {
                return new Proof.NotProved("header " + header + " is not of scheme " + scheme);
            }
            value = value.substring(scheme.length() + 1).strip();
        }
        return proof(same(expected, value), "the value of header " + header + " is not the expected one");
    }

    @Override
    public String toString() {
        return "Credential[" + header + "]";
    }
}

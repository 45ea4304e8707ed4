package com.callbackers.signature;

import static com.callbackers.signature.Signatures.bytes;
import static com.callbackers.signature.Signatures.missing;
import static com.callbackers.signature.Signatures.only;
import static com.callbackers.signature.Signatures.proof;
import static com.callbackers.signature.Signatures.timely;

import com.callbackers.callback.Callback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;

/** {@code Stripe-Signature: t=…,v1=…}: HMAC-SHA256 of time, dot and body; several v1 while a secret rotates. */
record StripeSignature(String secret, Duration tolerance) implements Verification {

    private static final String HEADER = "Stripe-Signature";

    @Override
    public Proof verify(Callback callback) {
        var given = only(callback, HEADER);
        if (given.isEmpty()) {
            return new Proof.NotProved(missing(callback, HEADER));
        }
        var time = "";
        var signatures = new ArrayList<String>();
        for (var element : given.getFirst().split(",", -1)) {
            var part = element.strip();
            if (part.startsWith("t=")) {
                time = part.substring(2);
            } else if (part.startsWith("v1=")) {
                signatures.add(part.substring(3));
            }
        }
        if (!timely(callback, time, tolerance)) {
            return new Proof.NotProved("the time in " + HEADER + " is not within " + tolerance + " of the arrival");
        }
        var expected = HexFormat.of()
                .formatHex(Signatures.hmac(Algorithm.SHA256, bytes(secret), bytes(time + "."), callback.body()));
        return proof(
                signatures.stream().anyMatch(each -> Signatures.same(expected, each)),
                "no v1 signature in " + HEADER + " fits the body");
    }

    @Override
    public String toString() {
        return "StripeSignature[]";
    }
}

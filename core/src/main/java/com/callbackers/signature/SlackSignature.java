package com.callbackers.signature;

import static com.callbackers.signature.Signatures.bytes;
import static com.callbackers.signature.Signatures.missing;
import static com.callbackers.signature.Signatures.only;
import static com.callbackers.signature.Signatures.proof;
import static com.callbackers.signature.Signatures.timely;

import com.callbackers.callback.Callback;
import java.time.Duration;
import java.util.HexFormat;

/** {@code X-Slack-Signature: v0=…}: HMAC-SHA256 of version, time and body. */
record SlackSignature(String secret, Duration tolerance) implements Verification {

    private static final String SIGNATURE = "X-Slack-Signature";
    private static final String TIME = "X-Slack-Request-Timestamp";

    @Override
    public Proof verify(Callback callback) {
        var signature = only(callback, SIGNATURE);
        if (signature.isEmpty()) {
            return new Proof.NotProved(missing(callback, SIGNATURE));
        }
        var time = only(callback, TIME);
        if (time.isEmpty()) {
            return new Proof.NotProved(missing(callback, TIME));
        }
        if (!timely(callback, time.getFirst(), tolerance)) {
            return new Proof.NotProved("the time in " + TIME + " is not within " + tolerance + " of the arrival");
        }
        var hmac =
                Signatures.hmac(Algorithm.SHA256, bytes(secret), bytes("v0:" + time.getFirst() + ":"), callback.body());
        return proof(
                Signatures.same("v0=" + HexFormat.of().formatHex(hmac), signature.getFirst()),
                "the signature in " + SIGNATURE + " does not fit the body");
    }

    @Override
    public String toString() {
        return "SlackSignature[]";
    }
}

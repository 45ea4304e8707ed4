package com.callbackers.signature;

import static com.callbackers.signature.Signatures.missing;
import static com.callbackers.signature.Signatures.only;
import static com.callbackers.signature.Signatures.proof;
import static com.callbackers.signature.Signatures.same;
import static com.callbackers.signature.Signatures.timely;

import com.callbackers.callback.Callback;
import java.time.Duration;
import java.util.List;

/** {@code webhook-signature}: one or more signatures, of which one has to fit one of the secrets. */
record StandardWebhooksSignature(List<String> secrets, Duration tolerance) implements Verification {

    @Override
    public Proof verify(Callback callback) {
        for (var header : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            if (only(callback, header).isEmpty()) {
                return new Proof.NotProved(missing(callback, header));
            }
        }
        var id = only(callback, "webhook-id").getFirst();
        var time = only(callback, "webhook-timestamp").getFirst();
        if (!timely(callback, time, tolerance)) {
            return new Proof.NotProved("webhook-timestamp is not within " + tolerance + " of the arrival");
        }
        var given = List.of(only(callback, "webhook-signature").getFirst().split(" ", -1));
        var proved = secrets.stream()
                .map(secret -> StandardWebhooksSigner.signature(secret, id, time, callback.body()))
                .anyMatch(expected -> given.stream().anyMatch(each -> same(expected, each)));
        return proof(proved, "no signature in webhook-signature fits the body");
    }

    @Override
    public String toString() {
        return "StandardWebhooksSignature[" + secrets.size() + " secrets]";
    }
}

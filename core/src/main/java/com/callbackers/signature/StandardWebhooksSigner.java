package com.callbackers.signature;

import static com.callbackers.signature.Signatures.bytes;

import com.callbackers.callback.Header;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs what we send, as Standard Webhooks does: {@code webhook-id}, {@code webhook-timestamp},
 * {@code webhook-signature} with one signature a secret.
 *
 * @param secrets the newest first; {@code whsec_} and base64, or raw text
 */
public record StandardWebhooksSigner(List<String> secrets) {

    public StandardWebhooksSigner {
        secrets = List.copyOf(secrets);
    }

    public List<Header> sign(String id, Instant at, byte[] body) {
        var time = Long.toString(at.getEpochSecond());
        var signatures = secrets.stream().map(secret -> signature(secret, id, time, body));
        return List.of(
                new Header("webhook-id", id),
                new Header("webhook-timestamp", time),
                new Header("webhook-signature", signatures.collect(Collectors.joining(" "))));
    }

    static String signature(String secret, String id, String time, byte[] body) {
        var hmac = Signatures.hmac(Verification.Algorithm.SHA256, key(secret), bytes(id + "." + time + "."), body);
        return "v1," + Base64.getEncoder().encodeToString(hmac);
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith("whsec_")) {
            return bytes(secret);
        }
        try {
            return Base64.getDecoder().decode(secret.substring("whsec_".length()));
        } catch (IllegalArgumentException e) {
            return bytes(secret);
        }
    }

    @Override
    public String toString() {
        return "StandardWebhooksSigner[" + secrets.size() + " secrets]";
    }
}

package com.callbackers.signature;

import com.callbackers.callback.Header;
import java.time.Instant;
import java.util.List;

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
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "StandardWebhooksSigner[" + secrets.size() + " secrets]";
    }
}

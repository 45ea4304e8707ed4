package com.callbackers.signature;

import com.callbackers.callback.Callback;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A way to prove who sent a callback; holds its secret, which is never empty: that would prove anybody. */
public interface Verification {

    Proof verify(Callback callback);

    enum Algorithm {
        SHA1,
        SHA256,
        SHA384,
        SHA512
    }

    enum Encoding {
        HEX,
        BASE64
    }

    /** HMAC of the body in a header, after a prefix that may be empty. */
    static Verification hmac(String header, Algorithm algorithm, Encoding encoding, String prefix, String secret) {
        return new HmacHeader(
                header, algorithm, encoding, prefix, Signatures.secret(secret).getBytes(StandardCharsets.UTF_8));
    }

    static Verification gitHub(String secret) {
        return hmac("X-Hub-Signature-256", Algorithm.SHA256, Encoding.HEX, "sha256=", secret);
    }

    static Verification shopify(String secret) {
        return hmac("X-Shopify-Hmac-Sha256", Algorithm.SHA256, Encoding.BASE64, "", secret);
    }

    static Verification stripe(String secret, Duration tolerance) {
        return new StripeSignature(Signatures.secret(secret), tolerance);
    }

    static Verification slack(String signingSecret, Duration tolerance) {
        return new SlackSignature(Signatures.secret(signingSecret), tolerance);
    }

    static Verification twilio(String authToken) {
        return new TwilioSignature(Signatures.secret(authToken));
    }

    static Verification standardWebhooks(List<String> secrets, Duration tolerance) {
        return new StandardWebhooksSignature(
                secrets.stream().map(Signatures::secret).toList(), tolerance);
    }

    static Verification basic(String user, String password) {
        var credentials = (user + ":" + Signatures.secret(password)).getBytes(StandardCharsets.UTF_8);
        return new Credential("Authorization", "Basic", Base64.getEncoder().encodeToString(credentials));
    }

    static Verification bearer(String token) {
        return new Credential("Authorization", "Bearer", Signatures.secret(token));
    }

    static Verification apiKey(String header, String key) {
        return new Credential(header, null, Signatures.secret(key));
    }

    /** The client's certificate was checked by the ingress, which says whose it was in a header. */
    static Verification mtls(String header, String expected) {
        return new Credential(header, null, Signatures.secret(expected));
    }
}

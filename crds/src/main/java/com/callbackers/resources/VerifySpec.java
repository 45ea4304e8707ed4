package com.callbackers.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sender is proved.
 *
 * @param type GitHub, Stripe, Slack, Shopify, Twilio, StandardWebhooks, HMAC, Basic, Bearer, ApiKey or MTLS
 * @param secretRef the shared secret, password, token or key
 * @param secretRefs in place of secretRef: several secrets of StandardWebhooks while they are rotated
 * @param header of HMAC (the signature), ApiKey (the key) and MTLS (what the ingress found in the certificate)
 * @param algorithm of HMAC: SHA256 (default), SHA1, SHA384 or SHA512
 * @param encoding of HMAC: Hex (default) or Base64
 * @param prefix of HMAC: what stands before the signature, such as {@code sha256=}
 * @param tolerance how far a timestamp may be from the time of arrival; default 5m
 * @param username of Basic
 * @param value of MTLS: what the header has to say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record VerifySpec(
        @Nullable String type,
        @Nullable SecretKeyRef secretRef,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SecretKeyRef> secretRefs,
        @Nullable String header,
        @Nullable String algorithm,
        @Nullable String encoding,
        @Nullable String prefix,
        @Nullable String tolerance,
        @Nullable String username,
        @Nullable String value) {

    public VerifySpec {
        secretRefs = Absent.orEmpty(secretRefs);
    }
}

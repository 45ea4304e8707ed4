package com.callbackers.callback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived: nothing parsed, nothing judged.
 *
 * @param method as sent, unknown ones included
 * @param host lower case, without port
 * @param path as sent, percent-encoding kept
 * @param query as sent, without the question mark; null when there was none
 * @param headers in their order, repeats and case kept
 * @param body the exact bytes; empty when it was over the limit
 * @param size bytes that were sent or announced, which is more than the body's length when it was over the limit
 * @param remoteAddress the sender's address, as far as trusted proxies tell
 */
public record Callback(
        UUID id,
        String method,
        String host,
        String path,
        @Nullable String query,
        List<Header> headers,
        byte[] body,
        long size,
        String remoteAddress,
        Durability durability,
        @Nullable Replay replay) {

    public Callback {
        headers = List.copyOf(headers);
    }

    public Instant receivedAt() {
        return CallbackId.time(id);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    public Optional<String> contentType() {
        return header("content-type");
    }

    /** Whether the request was too large for its body to be kept. */
    public boolean isBodyMissing() {
        return body.length == 0 && size > 0;
    }

    /** The body as UTF-8, with a replacement character where it is not. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Callback[" + id + " " + method + " " + host + ", " + size + " bytes]";
    }
}

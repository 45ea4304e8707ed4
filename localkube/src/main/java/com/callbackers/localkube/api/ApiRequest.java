package com.callbackers.localkube.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as far as the API looks at it.
 *
 * @param path its decoded segments
 * @param contentType without parameters, lower-cased; empty when none is stated
 */
public record ApiRequest(
        String method,
        List<String> path,
        Query query,
        @Nullable String accept,
        String contentType,
        String userAgent,
        byte[] body) {

    /** Its body may be a Secret. */
    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}

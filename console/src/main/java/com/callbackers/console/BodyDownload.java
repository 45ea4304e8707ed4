package com.callbackers.console;

import com.callbackers.callback.Callback;
import com.callbackers.console.call.Problem;
import java.util.Set;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A body as it came, in a way that no browser runs: whoever sent it may be anybody. */
final class BodyDownload {

    private static final Set<String> HARMLESS =
            Set.of("application/json", "application/x-www-form-urlencoded", "image/gif", "image/jpeg", "image/png");

    private BodyDownload() {}

    static ResponseEntity<byte[]> of(Callback callback) {
        if (callback.isBodyMissing()) {
            throw Problem.notFound(
                    "the body of callback %s was over the limit and is not kept".formatted(callback.id()));
        }
        return ResponseEntity.ok()
                .contentType(contentType(callback))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("callback-" + callback.id())
                                .build()
                                .toString())
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(callback.body());
    }

    private static MediaType contentType(Callback callback) {
        try {
            return callback.contentType()
                    .map(MediaType::parseMediaType)
                    .map(BodyDownload::harmless)
                    .orElse(MediaType.APPLICATION_OCTET_STREAM);
        } catch (InvalidMediaTypeException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }

    private static MediaType harmless(MediaType type) {
        var name = type.getType() + "/" + type.getSubtype();
        if (HARMLESS.contains(name) || (name.startsWith("application/") && name.endsWith("+json"))) {
            return type;
        }
        if (!type.getType().equals("text")) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
        return type.getCharset() == null
                ? MediaType.TEXT_PLAIN
                : new MediaType(MediaType.TEXT_PLAIN, type.getCharset());
    }
}

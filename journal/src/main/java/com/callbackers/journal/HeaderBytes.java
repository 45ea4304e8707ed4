package com.callbackers.journal;

import com.callbackers.callback.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Headers as the journal keeps them, exactly: UTF-8 between two bytes that never occur in it. */
final class HeaderBytes {

    private static final byte AFTER_NAME = (byte) 0xFE;
    private static final byte AFTER_VALUE = (byte) 0xFF;

    private HeaderBytes() {}

    static byte[] of(List<Header> headers) {
        var size = 0;
        for (var header : headers) {
            size += header.name().length() + header.value().length() + 2;
        }
        var bytes = new ByteArrayOutputStream(size);
        for (var header : headers) {
            bytes.writeBytes(header.name().getBytes(StandardCharsets.UTF_8));
            bytes.write(AFTER_NAME);
            bytes.writeBytes(header.value().getBytes(StandardCharsets.UTF_8));
            bytes.write(AFTER_VALUE);
        }
        return bytes.toByteArray();
    }

    static List<Header> headers(byte @Nullable [] bytes) {
        if (bytes == null) {
            return List.of();
        }
        var headers = new ArrayList<Header>();
        var name = "";
        var start = 0;
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] == AFTER_NAME) {
                name = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
            } else if (bytes[i] == AFTER_VALUE) {
                headers.add(new Header(name, new String(bytes, start, i - start, StandardCharsets.UTF_8)));
                start = i + 1;
            }
        }
        return headers;
    }
}

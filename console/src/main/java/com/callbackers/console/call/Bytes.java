package com.callbackers.console.call;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A body as it is shown: as text where it is UTF-8, else in base64; of a long one the beginning. */
public final class Bytes {

    public static final int MAX_SHOWN = 64 * 1024;
    private static final int LONGEST_CHARACTER = 4;

    private Bytes() {}

    /** Sets {@code body} or {@code bodyBase64}. */
    public static void show(ObjectNode json, byte[] body) {
        var shown = body.length > MAX_SHOWN ? Arrays.copyOf(body, MAX_SHOWN) : body;
        text(shown, body.length > MAX_SHOWN)
                .ifPresentOrElse(
                        text -> json.put("body", text),
                        () -> json.put("bodyBase64", Base64.getEncoder().encodeToString(shown)));
    }

    /** What was cut at the limit may end within a character: that one is left out. */
    public static Optional<String> text(byte[] bytes, boolean cut) {
        var shortest = cut ? Math.max(0, bytes.length - LONGEST_CHARACTER + 1) : bytes.length;
        for (var length = bytes.length; length >= shortest; length--) {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, length))
                        .toString());
            } catch (CharacterCodingException e) {
                // a shorter cut may end between two characters
            }
        }
        return Optional.empty();
    }
}

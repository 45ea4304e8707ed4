package com.callbackers.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A delivery's id follows from its callback and action, so deciding twice makes the same row; it keeps the
 * callback's time in front, so both live in the same day's partition.
 */
public final class DeliveryId {

    private static final long TIME = 0xFFFF_FFFF_FFFF_0000L;

    private DeliveryId() {}

    public static UUID of(UUID callback, String rule, String action) {
        var digest = sha256();
        digest.update(ByteBuffer.allocate(16)
                .putLong(callback.getMostSignificantBits())
                .putLong(callback.getLeastSignificantBits())
                .flip());
        digest.update((rule + '\n' + action).getBytes(StandardCharsets.UTF_8));
        var hash = ByteBuffer.wrap(digest.digest());
        var most = (callback.getMostSignificantBits() & TIME) | 0x8000L | (hash.getLong() & 0x0FFFL);
        var least = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package com.callbackers.queue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The body of a message: ids of sixteen bytes each. */
final class Ids {

    private static final int LENGTH = 16;

    private Ids() {}

    static List<byte[]> batches(Collection<UUID> ids) {
        var all = List.copyOf(ids);
        var batches = new ArrayList<byte[]>();
        for (int from = 0; from < all.size(); from += WorkQueue.BATCH) {
            batches.add(write(all.subList(from, Math.min(from + WorkQueue.BATCH, all.size()))));
        }
        return batches;
    }

    private static byte[] write(List<UUID> ids) {
        var buffer = ByteBuffer.allocate(ids.size() * LENGTH);
        for (var id : ids) {
            buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        return buffer.array();
    }

    /** Nothing when these bytes cannot be ids. */
    static Optional<List<UUID>> read(byte[] body) {
        if (body.length == 0 || body.length % LENGTH != 0) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(body);
        var ids = new ArrayList<UUID>(body.length / LENGTH);
        while (buffer.hasRemaining()) {
            ids.add(new UUID(buffer.getLong(), buffer.getLong()));
        }
        return Optional.of(List.copyOf(ids));
    }
}

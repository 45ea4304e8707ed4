package com.callbackers.callback;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;

/** Ids of callbacks are UUIDs of version 7: they carry the time of arrival and sort by it. */
public final class CallbackId {

    private CallbackId() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /** The moment of arrival that an id carries, to the millisecond. */
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The smallest id of a moment: every id of an earlier millisecond sorts before it. */
    public static UUID floor(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }
}

package com.callbackers.edge;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of one request as it comes in, within the limit for one and the room for all. */
final class Body {

    /** Announced sizes are believed up to here; beyond it memory follows what has really come. */
    private static final int BELIEVED = 16 * 1024;

    private static final byte[] NOTHING = {};

    private final Room room;
    private final int limit;
    private final long announced;
    private byte[] bytes = NOTHING;
    private int size;
    private long counted;
    private boolean crowded;
    private long held;

    /** @param announced its Content-Length, negative when there is none */
    Body(Room room, int limit, long announced) {
        this.room = room;
        this.limit = limit;
        this.announced = announced;
    }

    /** True: no more of it is needed, since it is not going to be kept. */
    boolean add(ByteBuf part) {
        int more = part.readableBytes();
        counted += more;
        if (counted > limit) {
            return true;
        }
        if (counted > bytes.length && !grow((int) counted)) {
            crowded = true;
            return true;
        }
        part.readBytes(bytes, size, more);
        size += more;
        return false;
    }

    /** More than one body may have. */
    boolean isTooLarge() {
        return counted > limit;
    }

    /** More than there was room for, beside all the others. */
    boolean isCrowdedOut() {
        return crowded;
    }

    long counted() {
        return counted;
    }

    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** Its room is free for others; the bytes are somebody else's to keep, or nobody's. */
    void release() {
        room.giveBack(held);
        held = 0;
        bytes = NOTHING;
        size = 0;
    }

    private boolean grow(int needed) {
        long most = announced < 0 ? limit : Math.min(announced, limit);
        long wanted = Math.max(2L * bytes.length, announced < 0 ? 0 : BELIEVED);
        int capacity = (int) Math.max(needed, Math.min(wanted, most));
        if (!room.take(capacity - held)) {
            return false;
        }
        held = capacity;
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }
}

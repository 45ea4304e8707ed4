package com.callbackers.worker.outbound;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/** The first bytes of an answer; the rest is only counted. */
final class AnswerBody {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    private final int limit;
    private long seen;

    AnswerBody(int limit) {
        this.limit = limit;
    }

    void add(ByteBuf chunk) {
        seen += chunk.readableBytes();
        var fits = new byte[Math.min(chunk.readableBytes(), limit - kept.size())];
        chunk.getBytes(chunk.readerIndex(), fits);
        kept.writeBytes(fits);
    }

    /** Whether there is so much more than is kept that closing the connection is cheaper than reading on. */
    boolean tooLong() {
        return seen > 4L * limit;
    }

    byte[] bytes() {
        return kept.toByteArray();
    }

    boolean truncated() {
        return seen > limit;
    }
}

package com.callbackers.journal;

import com.callbackers.callback.Durability;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Arrivals in Postgres' binary COPY format. */
final class ArrivalCopy {

    static final String SQL = """
            copy callbacks (id, due_at, size, state, queued, method, host, path, query, remote_address, headers, body,
              caller, reason, replay)
            from stdin (format binary)
            """;

    private static final short COLUMNS = 15;
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    private final ByteBuf out;
    private final Duration dueAfter;

    private ArrivalCopy(ByteBuf out, Duration dueAfter) {
        this.out = out;
        this.dueAfter = dueAfter;
    }

    /** On the heap and without a pool, so that nothing leaks however the COPY ends. */
    static ByteBuf bytes(Collection<Arrival> arrivals, int sizeHint, Duration dueAfter) {
        var copy = new ArrivalCopy(Unpooled.buffer(sizeHint), dueAfter);
        copy.out.writeBytes(SIGNATURE).writeInt(0).writeInt(0);
        arrivals.forEach(copy::row);
        return copy.out.writeShort(-1);
    }

    private void row(Arrival arrival) {
        var callback = arrival.callback();
        out.writeShort(COLUMNS);
        id(callback.id());
        time(arrival.dueAt(dueAfter));
        size(callback.size() == callback.body().length ? null : callback.size());
        text(arrival.state().label());
        flag(callback.durability() == Durability.QUEUE);
        text(Storable.text(callback.method()));
        text(Storable.host(callback.host()));
        text(Storable.text(callback.path()));
        text(Storable.optional(callback.query()));
        text(Storable.text(callback.remoteAddress()));
        bytes(HeaderBytes.of(callback.headers()));
        bytes(callback.body());
        text(arrival.caller());
        text(Storable.optional(arrival.rejected()));
        text(ReplayJson.of(callback.replay()));
    }

    private void id(UUID id) {
        out.writeInt(16).writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
    }

    private void time(@Nullable Instant time) {
        size(time == null ? null : (time.toEpochMilli() - EPOCH) * 1000);
    }

    private void size(@Nullable Long number) {
        if (number == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(8).writeLong(number);
        }
    }

    private void flag(boolean flag) {
        out.writeInt(1).writeBoolean(flag);
    }

    private void bytes(byte[] bytes) {
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    private void text(@Nullable String text) {
        var at = out.writerIndex();
        out.writeInt(-1);
        if (text != null) {
            out.setInt(at, ByteBufUtil.writeUtf8(out, text));
        }
    }
}

package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Durability;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An arrival as a message, byte for byte: a version, then each field with its length before it, -1 for one that is
 * absent.
 */
public final class ArrivalMessage {

    private static final byte VERSION = 1;

    private ArrivalMessage() {}

    /** Bytes that are no arrival, or one of a later version. */
    public static final class UnreadableException extends Exception {

        UnreadableException(String message) {
            super(message);
        }
    }

    public static byte[] write(Arrival arrival) {
        var callback = arrival.callback();
        var bytes = new ByteArrayOutputStream(callback.body().length + 1_024);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(callback.id().getMostSignificantBits());
            out.writeLong(callback.id().getLeastSignificantBits());
            out.writeLong(callback.size());
            text(out, callback.method());
            text(out, callback.host());
            text(out, callback.path());
            text(out, callback.query());
            text(out, callback.remoteAddress());
            text(out, arrival.rejected());
            field(out, HeaderBytes.of(callback.headers()));
            field(out, callback.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static Arrival read(byte[] message) throws UnreadableException {
        try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
            if (in.readByte() != VERSION) {
                throw new UnreadableException("it is of an unknown version");
            }
            var arrival = arrival(in);
            if (in.available() > 0) {
                throw new UnreadableException("it is longer than it says");
            }
            return arrival;
        } catch (IOException e) {
            throw new UnreadableException("it is shorter than it says");
        }
    }

    private static Arrival arrival(DataInputStream in) throws IOException, UnreadableException {
        var id = new UUID(in.readLong(), in.readLong());
        var size = in.readLong();
        var method = required(text(in));
        var host = required(text(in));
        var path = required(text(in));
        var query = text(in);
        var remoteAddress = required(text(in));
        var rejected = text(in);
        var headers = HeaderBytes.headers(field(in));
        var body = field(in);
        var callback = new Callback(
                id,
                method,
                host,
                path,
                query,
                headers,
                body == null ? new byte[0] : body,
                size,
                remoteAddress,
                Durability.QUEUE,
                null);
        return new Arrival(callback, rejected);
    }

    private static String required(@Nullable String text) throws UnreadableException {
        if (text == null) {
            throw new UnreadableException("it lacks a field");
        }
        return text;
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        field(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        var bytes = field(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static void field(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] field(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 0) {
            return null;
        }
        if (length > in.available()) {
            throw new IOException("too short");
        }
        return in.readNBytes(length);
    }
}

package com.callbackers.localkube.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one protobuf message, one after the other. */
final class Wire {

    private final byte[] bytes;
    private final int end;
    private int at;
    private int number;
    private int type;

    Wire(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Moves to the next field; its value has to be taken or skipped before the one after it. */
    boolean next() {
        if (at >= end) {
            return false;
        }
        long tag = varint();
        number = (int) (tag >>> 3);
        type = (int) (tag & 7);
        return true;
    }

    int number() {
        return number;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = take();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number does not end");
    }

    double number64() {
        return Double.longBitsToDouble(fixed(8));
    }

    byte[] bytes() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("a value is longer than what is left");
        }
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    void skip() {
        switch (type) {
            case 0 -> varint();
            case 1 -> fixed(8);
            case 2 -> bytes();
            case 5 -> fixed(4);
            default -> throw new IllegalArgumentException("unknown wire type " + type);
        }
    }

    private long fixed(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) (take() & 0xff) << (8 * i);
        }
        return value;
    }

    private byte take() {
        if (at >= end) {
            throw new IllegalArgumentException("the message ends too early");
        }
        return bytes[at++];
    }
}

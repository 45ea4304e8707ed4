package com.callbackers.standalone.demo;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map.Entry;

/** What was received lately; the oldest goes when there is too much. */
final class Inbox {

    private static final int MOST = 500;
    private static final long BYTES = 8L << 20;

    /** @param answered in words */
    record Received(
            Instant at, String method, String path, List<Entry<String, String>> headers, byte[] body, String answered) {

        @Override
        public String toString() {
            return "Received[" + at + " " + method + " " + path + ", " + body.length + " bytes]";
        }
    }

    private final Deque<Received> newestFirst = new ArrayDeque<>();
    private long bytes;

    synchronized void add(Received received) {
        newestFirst.addFirst(received);
        bytes += received.body().length;
        while (newestFirst.size() > MOST || (bytes > BYTES && newestFirst.size() > 1)) {
            bytes -= newestFirst.removeLast().body().length;
        }
    }

    synchronized List<Received> newestFirst() {
        return List.copyOf(newestFirst);
    }

    synchronized void clear() {
        newestFirst.clear();
        bytes = 0;
    }
}

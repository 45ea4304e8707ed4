package com.callbackers.localkube.http;

import com.callbackers.localkube.store.Resource;
import com.callbackers.localkube.watch.Watcher;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/** Brings a watcher's events to its sink, as fast as that takes them. Runs on one event loop. */
final class WatchStream {

    private static final int AT_ONCE = 64;

    private final Watcher watcher;
    private final Sink sink;
    private final Context context;
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean waitsForRoom;
    private boolean closed;

    WatchStream(Watcher watcher, Sink sink, Context context) {
        this.watcher = watcher;
        this.sink = sink;
        this.context = context;
    }

    boolean follows(Resource resource) {
        return watcher.watch().kind().storage().equals(resource);
    }

    /** There may be something to tell; callable from everywhere. */
    void wake() {
        if (!woken.getAndSet(true)) {
            context.runOnContext(done -> {
                woken.set(false);
                pump();
            });
        }
    }

    private void pump() {
        while (!closed && !waitsForRoom) {
            var events = watcher.next(AT_ONCE);
            if (events.isEmpty()) {
                return;
            }
            events.forEach(sink::send);
            if (watcher.ended()) {
                end();
            } else if (sink.isFull()) {
                waitsForRoom = true;
                sink.onRoom(this::goOn);
            }
        }
    }

    private void goOn() {
        if (waitsForRoom) {
            waitsForRoom = false;
            pump();
        }
    }

    void bookmark() {
        context.runOnContext(done -> {
            if (!closed && !waitsForRoom) {
                pump();
                var bookmark = watcher.bookmark();
                if (bookmark != null) {
                    sink.send(bookmark);
                }
            }
        });
    }

    void end() {
        if (!closed) {
            closed = true;
            sink.end();
        }
    }

    void closed() {
        closed = true;
    }
}

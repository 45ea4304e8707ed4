package com.callbackers.localkube.http;

/** Where a watcher's events go. */
interface Sink {

    void send(byte[] event);

    /** True when the receiver does not keep up. */
    boolean isFull();

    /** Called once, when there is room again. */
    void onRoom(Runnable action);

    void onClose(Runnable action);

    void end();
}

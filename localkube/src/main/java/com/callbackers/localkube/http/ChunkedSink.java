package com.callbackers.localkube.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** One line an event, in an answer that does not end. */
final class ChunkedSink implements Sink {

    private final HttpServerResponse response;

    ChunkedSink(HttpServerResponse response) {
        this.response = response;
        response.setChunked(true).putHeader("content-type", "application/json");
        // the receiver waits for the answer's head
        response.write(Buffer.buffer());
    }

    @Override
    public void send(byte[] event) {
        response.write(Buffer.buffer(event.length + 1).appendBytes(event).appendByte((byte) '\n'));
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onRoom(Runnable action) {
        response.drainHandler(done -> action.run());
    }

    @Override
    public void onClose(Runnable action) {
        response.closeHandler(done -> action.run());
    }

    @Override
    public void end() {
        response.end();
    }
}

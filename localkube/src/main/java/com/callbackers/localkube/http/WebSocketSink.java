package com.callbackers.localkube.http;

import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/** One message an event. */
final class WebSocketSink implements Sink {

    private final ServerWebSocket socket;

    WebSocketSink(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public void send(byte[] event) {
        socket.writeTextMessage(new String(event, StandardCharsets.UTF_8));
    }

    @Override
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    @Override
    public void onRoom(Runnable action) {
        socket.drainHandler(done -> action.run());
    }

    @Override
    public void onClose(Runnable action) {
        socket.closeHandler(done -> action.run());
    }

    @Override
    public void end() {
        socket.close();
    }
}

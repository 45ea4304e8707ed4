package com.callbackers.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port in front of a server: nobody answers there until it is opened. */
final class Gateway implements AutoCloseable {

    private final InetSocketAddress behind;
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private volatile boolean open;

    Gateway(InetSocketAddress behind) {
        this.behind = behind;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void open() {
        open = true;
    }

    /** Who is through is thrown out, and nobody comes in. */
    void shut() throws IOException {
        open = false;
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                if (open) {
                    connect(client);
                } else {
                    client.close();
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void connect(Socket client) throws IOException {
        var server = new Socket(behind.getAddress(), behind.getPort());
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> copy(client, server));
        Thread.ofVirtual().start(() -> copy(server, client));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // one side hung up
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        shut();
    }
}

package com.callbackers.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be cut and mended; its port stays its own all the while. */
final class Relay implements AutoCloseable {

    private final String host;
    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut = true;

    private Relay(String host, int target, ServerSocket listening) {
        this.host = host;
        this.target = target;
        this.listening = listening;
        Thread.ofVirtual().start(this::accept);
    }

    /** Cut at first. */
    static Relay to(String host, int port) {
        try {
            return new Relay(host, port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    void mend() {
        cut = false;
    }

    /** Hangs up on everybody. */
    void cut() {
        cut = true;
        sockets.forEach(Relay::close);
    }

    @Override
    public void close() {
        close(listening);
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                if (cut) {
                    close(near);
                } else {
                    connect(near);
                }
            } catch (IOException e) {
                // the test is over, or the server is not there
            }
        }
    }

    private void connect(Socket near) throws IOException {
        sockets.add(near);
        Socket far = new Socket(host, target);
        sockets.add(far);
        if (cut) {
            close(near);
            close(far);
        }
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the one end is told by the other's being closed
        } finally {
            sockets.remove(from);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

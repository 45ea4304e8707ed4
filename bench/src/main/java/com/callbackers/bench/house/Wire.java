package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between two processes: a port that leads to another one, and can fail in the ways of networks. */
public final class Wire implements AutoCloseable {

    /** What happens to what is sent. */
    private enum State {
        WHOLE,
        /** Nothing comes through, and nobody is told. */
        SILENT,
        /** Connections are reset, new ones too. */
        CUT,
        SLOW
    }

    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 256;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.WHOLE;
    private long delayMillis;

    private Wire(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** @param target the port that it leads to */
    public static Wire to(int target) {
        try {
            var wire = new Wire(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public void repair() {
        set(State.WHOLE, 0);
    }

    /** As when a cable is pulled. */
    public void silence() {
        set(State.SILENT, 0);
    }

    /** As when a firewall refuses: what is open is reset. */
    public void cut() {
        set(State.CUT, 0);
        reset();
    }

    /** What is open is reset once; new connections are fine. */
    public void reset() {
        sockets.forEach(Wire::abort);
    }

    /** @param millis that each piece waits, in each direction */
    public void slowDown(long millis) {
        set(State.SLOW, millis);
    }

    private synchronized void set(State next, long millis) {
        state = next;
        delayMillis = millis;
        notifyAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var from = server.accept();
                Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket from) {
        sockets.add(from);
        try {
            pass();
            var to = new Socket();
            sockets.add(to);
            to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(from, to));
            pump(to, from);
        } catch (IOException e) {
            abort(from);
        } finally {
            sockets.remove(from);
        }
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            int length;
            while ((length = in.read(buffer)) >= 0) {
                pass();
                out.write(buffer, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            abort(from);
            abort(to);
        } finally {
            sockets.remove(from);
        }
    }

    /** Returns when something may come through; with an error when it may not. */
    private void pass() throws IOException {
        try {
            long millis;
            synchronized (this) {
                while (state == State.SILENT) {
                    wait();
                }
                if (state == State.CUT) {
                    throw new IOException("the wire is cut");
                }
                millis = state == State.SLOW ? delayMillis : 0;
            }
            if (millis > 0) {
                Thread.sleep(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}

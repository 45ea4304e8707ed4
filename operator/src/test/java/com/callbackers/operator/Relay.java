package com.callbackers.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A way to an API that can be cut and mended, and that tells what was written through it. */
final class Relay implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("(?:^|\\n)(POST|PUT|PATCH|DELETE) (/\\S*) HTTP/1\\.1");

    private final String host;
    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> cutBefore = write -> false;
    private volatile boolean isCut;

    private Relay(String host, int target, ServerSocket listening) {
        this.host = host;
        this.target = target;
        this.listening = listening;
        Thread.ofVirtual().start(this::accept);
    }

    static Relay to(String host, int target) {
        try {
            return new Relay(host, target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Method and path of each, in their order. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    void forgetWrites() {
        writes.clear();
    }

    /** From the first write on that fits, nothing comes through. */
    void cutBefore(Predicate<String> write) {
        cutBefore = write;
    }

    void mend() {
        cutBefore = write -> false;
        isCut = false;
    }

    boolean isCut() {
        return isCut;
    }

    /** Hangs up on everybody. The port stays taken, so that nobody else gets it meanwhile. */
    void cut() {
        isCut = true;
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
                var near = listening.accept();
                if (isCut) {
                    close(near);
                } else {
                    connect(near);
                }
            } catch (IOException e) {
                // the test is over, or the API is not there
            }
        }
    }

    private void connect(Socket near) throws IOException {
        sockets.add(near);
        var far = new Socket(host, target);
        sockets.add(far);
        if (isCut) {
            close(near);
            close(far);
        }
        Thread.ofVirtual().start(() -> copy(near, far, true));
        Thread.ofVirtual().start(() -> copy(far, near, false));
    }

    private void copy(Socket from, Socket to, boolean requests) {
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream(), requests);
        } catch (IOException e) {
            // the one end is told by the other's being closed
        } finally {
            sockets.remove(from);
        }
    }

    private void copy(InputStream from, OutputStream to, boolean requests) throws IOException {
        var bytes = new byte[16_384];
        int length;
        while ((length = from.read(bytes)) >= 0) {
            if (requests) {
                note(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                if (isCut()) {
                    return;
                }
            }
            to.write(bytes, 0, length);
        }
    }

    private void note(String text) {
        var found = REQUEST.matcher(text);
        while (found.find()) {
            var write = found.group(1) + " " + found.group(2);
            if (cutBefore.test(write)) {
                cut();
                return;
            }
            writes.add(write);
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

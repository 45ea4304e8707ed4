package com.callbackers.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A way to an API that can be cut and mended, and that tells what was written through it. */
final class Relay implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("(?:^|\\n)(POST|PUT|PATCH|DELETE) (/\\S*) HTTP/1\\.1");

    private final String host;
    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> cutBefore = write -> false;
    private volatile @Nullable ServerSocket server;

    private Relay(String host, int target, int port) {
        this.host = host;
        this.target = target;
        this.port = port;
    }

    static Relay to(String host, int target) {
        return new Relay(host, target, freePort()).mend();
    }

    private static int freePort() {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
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

    Relay mend() {
        cutBefore = write -> false;
        try {
            var listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = listening;
            Thread.ofVirtual().start(() -> accept(listening));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCut() {
        var listening = server;
        return listening == null || listening.isClosed();
    }

    void cut() {
        var listening = server;
        if (listening != null) {
            close(listening);
        }
        sockets.forEach(Relay::close);
    }

    @Override
    public void close() {
        cut();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                var near = listening.accept();
                sockets.add(near);
                var far = new Socket(host, target);
                sockets.add(far);
                if (listening.isClosed()) {
                    close(near);
                    close(far);
                }
                Thread.ofVirtual().start(() -> copy(near, far, true));
                Thread.ofVirtual().start(() -> copy(far, near, false));
            } catch (IOException e) {
                return;
            }
        }
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

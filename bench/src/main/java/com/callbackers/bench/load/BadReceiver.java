package com.callbackers.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A receiver that nobody should have to wait for. */
public final class BadReceiver implements AutoCloseable {

    /** What it does with a request. */
    public enum Way {
        HANGS,
        ANSWERS_SLOWLY,
        ANSWERS_500,
        DROPS_CONNECTIONS,
        SENDS_ENDLESS_BODIES,
        SENDS_ENDLESS_HEADERS,
        REDIRECTS
    }

    private static final int SLOW_MILLIS = 3_000;
    private static final int PAUSE_MILLIS = 20;
    private static final byte[] MORE = "x".repeat(4_096).getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    private volatile Way way = Way.HANGS;

    public BadReceiver() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void behave(Way next) {
        way = next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            readHead(socket.getInputStream());
            answer(socket.getOutputStream());
        } catch (IOException e) {
            // it went away, as it may
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The body is small, and may stay unread. */
    private static void readHead(InputStream in) throws IOException {
        int line = 0;
        int read;
        while ((read = in.read()) >= 0) {
            if (read == '\n') {
                if (line == 0) {
                    return;
                }
                line = 0;
            } else if (read != '\r') {
                line++;
            }
        }
    }

    private void answer(OutputStream out) throws IOException, InterruptedException {
        switch (way) {
            case HANGS -> Thread.sleep(600_000);
            case ANSWERS_SLOWLY -> {
                Thread.sleep(SLOW_MILLIS);
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
            case ANSWERS_500 ->
                write(out, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            case DROPS_CONNECTIONS -> {
                // closed by the caller
            }
            case SENDS_ENDLESS_BODIES -> {
                write(out, "HTTP/1.1 200 OK\r\n\r\n");
                for (; ; ) {
                    out.write(MORE);
                    out.flush();
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            case SENDS_ENDLESS_HEADERS -> {
                write(out, "HTTP/1.1 200 OK\r\n");
                for (int i = 0; ; i++) {
                    write(out, "x-" + i + ": more\r\n");
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            case REDIRECTS ->
                write(
                        out,
                        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + port()
                                + "/again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

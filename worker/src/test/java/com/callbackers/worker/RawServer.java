package com.callbackers.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver that can answer anything, HTTP or not, and keeps the exact bytes it got. */
public final class RawServer implements AutoCloseable {

    private final ServerSocket listening;
    private final Answer answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    public interface Answer {
        void to(String request, Socket socket) throws IOException;
    }

    public RawServer(Answer answer) {
        this(plain(), answer);
    }

    public RawServer(ServerSocket listening, Answer answer) {
        this.listening = listening;
        this.answer = answer;
        Thread.ofVirtual().start(this::accept);
    }

    public static RawServer answering(String answer) {
        return new RawServer((request, socket) -> write(socket, answer));
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** One character a byte. */
    public List<String> requests() {
        return requests;
    }

    public int connections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try {
            for (var request = read(socket); !request.isEmpty(); request = read(socket)) {
                requests.add(request);
                answer.to(request, socket);
            }
        } catch (IOException gone) {
            // the client hung up, as some of the tests want it to
        }
    }

    private static String read(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var in = socket.getInputStream();
        for (var b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
            var head = bytes.toString(StandardCharsets.ISO_8859_1);
            if (head.endsWith("\r\n\r\n")) {
                bytes.writeBytes(in.readNBytes(contentLength(head)));
                break;
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static ServerSocket plain() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}

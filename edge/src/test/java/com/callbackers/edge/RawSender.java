package com.callbackers.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes bytes to a server as they are, which no HTTP client does, and reads what it answers. */
final class RawSender implements AutoCloseable {

    record Answer(int status, List<String> headers, String body) {

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawSender(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        patient();
    }

    /** Lines of a text block end as HTTP wants them to. */
    RawSender lines(String text) {
        return send(text.replace("\n", "\r\n"));
    }

    RawSender send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawSender send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends as long as the server takes it, at most this many bytes; gives how many went. */
    long flood(long most) {
        byte[] part = new byte[64 * 1024];
        long sent = 0;
        try {
            while (sent < most) {
                socket.getOutputStream().write(part);
                sent += part.length;
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    Answer answer() {
        return answer(true);
    }

    Answer answerToHead() {
        return answer(false);
    }

    /** Whether the server has said anything by now, be it good-bye. */
    boolean hasAnswer() {
        try {
            socket.setSoTimeout(1);
            in.mark(1);
            in.read();
            in.reset();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            patient();
        }
    }

    /** Whether the server has closed the connection, without another byte. */
    boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void patient() {
        try {
            socket.setSoTimeout(10_000);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer(boolean withBody) {
        try {
            String status = line();
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            Answer head = new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, "");
            int length = withBody
                    ? head.header("content-length").map(Integer::parseInt).orElse(0)
                    : 0;
            return new Answer(head.status(), headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The connection was closed after '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

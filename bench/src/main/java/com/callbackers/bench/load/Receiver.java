package com.callbackers.bench.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What callbacks are delivered to: knows how often each came and was answered well, and when first.
 *
 * <p>Where a path begins with a host, it is a receiver of that host's callbacks alone; what comes there with another
 * host in its body went astray.
 */
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Received> received = new ConcurrentHashMap<>();
    private final AtomicInteger astray = new AtomicInteger();
    private volatile boolean failing;

    private record Received(int times, long firstAt) {

        Received and(Received other) {
            return new Received(times + other.times, Math.min(firstAt, other.firstAt));
        }
    }

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (failing) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            var id = String.valueOf(exchange.getRequestHeaders().getFirst("callback-id"));
            received.merge(id, new Received(1, System.nanoTime()), Received::and);
            var place = exchange.getRequestURI().getPath().substring(1).split("/", 2)[0];
            if (place.contains(".") && !body.contains("\"" + place + "\"")) {
                astray.incrementAndGet();
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void fail(boolean now) {
        failing = now;
    }

    /** How many different ones. */
    public int count() {
        return received.size();
    }

    /** How often. */
    public int received(String id) {
        var one = received.get(id);
        return one == null ? 0 : one.times();
    }

    /** When first; 0: never. */
    public long receivedAt(String id) {
        var one = received.get(id);
        return one == null ? 0 : one.firstAt();
    }

    public int astray() {
        return astray.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

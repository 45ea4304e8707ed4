package com.callbackers.bench.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** What callbacks are delivered to: counts how often each came and was answered well. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Integer> received = new ConcurrentHashMap<>();
    private volatile boolean failing;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (failing) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            received.merge(String.valueOf(exchange.getRequestHeaders().getFirst("callback-id")), 1, Integer::sum);
            exchange.sendResponseHeaders(204, -1);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    void fail(boolean now) {
        failing = now;
    }

    /** How often. */
    int received(String id) {
        return received.getOrDefault(id, 0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

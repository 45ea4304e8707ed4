package com.callbackers.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver for many hosts, told apart by path: counts what comes to the path of another host than its body names. */
final class Astray implements AutoCloseable {

    private final HttpServer server;
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final AtomicInteger astray = new AtomicInteger();

    Astray() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var host = exchange.getRequestURI().getPath().substring(1).split("/", 2)[0];
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!body.contains("\"" + host + "\"")) {
                astray.incrementAndGet();
            }
            arrived.add(String.valueOf(exchange.getRequestHeaders().getFirst("callback-id")));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    int arrived() {
        return arrived.size();
    }

    int astray() {
        return astray.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

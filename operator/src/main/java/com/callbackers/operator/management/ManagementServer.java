package com.callbackers.operator.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers what Kubernetes and Prometheus ask: /healthz, /readyz, /metrics. */
public final class ManagementServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;

    private ManagementServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Port 0 is a free one. */
    public static ManagementServer start(
            InetSocketAddress address, BooleanSupplier healthy, BooleanSupplier ready, Supplier<String> metrics)
            throws IOException {
        var server = HttpServer.create(address, 0);
        var threads = Executors.newFixedThreadPool(
                2, Thread.ofPlatform().daemon().name("management-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 404, TEXT, "not here\n"));
        server.createContext("/healthz", exchange -> answer(exchange, healthy));
        server.createContext("/readyz", exchange -> answer(exchange, ready));
        server.createContext("/metrics", exchange -> answer(exchange, 200, METRICS, metrics.get()));
        server.start();
        return new ManagementServer(server, threads);
    }

    private static void answer(HttpExchange exchange, BooleanSupplier good) throws IOException {
        var isGood = good.getAsBoolean();
        answer(exchange, isGood ? 200 : 503, TEXT, isGood ? "ok\n" : "not ok\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

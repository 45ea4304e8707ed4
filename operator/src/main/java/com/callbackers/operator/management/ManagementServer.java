package com.callbackers.operator.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Answers what Kubernetes and Prometheus ask: /healthz, /readyz, /metrics. */
public final class ManagementServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private ManagementServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Port 0 is a free one. */
    public static ManagementServer start(
            InetSocketAddress address, BooleanSupplier healthy, BooleanSupplier ready, PrometheusMeterRegistry metrics)
            throws IOException {
        var server = HttpServer.create(address, 0);
        var threads = Executors.newFixedThreadPool(
                2, Thread.ofPlatform().daemon().name("management-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/healthz", exchange -> answer(exchange, healthy));
        server.createContext("/readyz", exchange -> answer(exchange, ready));
        server.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
        server.start();
        return new ManagementServer(server, threads);
    }

    private static void answer(HttpExchange exchange, BooleanSupplier good) throws IOException {
        var isGood = good.getAsBoolean();
        answer(exchange, isGood ? 200 : 503, "text/plain; charset=utf-8", isGood ? "ok\n" : "not ok\n");
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

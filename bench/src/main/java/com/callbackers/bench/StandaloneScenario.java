package com.callbackers.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Starts {@code ./callbackers up} with one Forward route to a sink of its own, and sends at a fixed rate whatever the
 * answers do (an open loop). Latency runs from the moment the 202 has been read to the moment the sink has the request.
 */
final class StandaloneScenario {

    private static final int PER_SECOND = 200;

    private final Path home;
    private final Duration measured;
    private final int warmUpRequests;
    private final Map<String, Long> received = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    StandaloneScenario(Path home, boolean quick) {
        this.home = home;
        this.measured = Duration.ofSeconds(quick ? 10 : 60);
        this.warmUpRequests = PER_SECOND * (quick ? 10 : 30);
    }

    Map<String, Object> run() throws Exception {
        var work = Files.createTempDirectory("callbackers-bench");
        var sink = sink();
        try {
            var first = start(work, sink.getAddress().getPort());
            first.stop();
            var again = start(work, sink.getAddress().getPort());
            var figures = measure(again);
            figures.put("startFirstSeconds", first.startSeconds);
            figures.put("startAgainSeconds", again.startSeconds);
            again.stop();
            return figures;
        } finally {
            sink.stop(0);
            delete(work);
        }
    }

    private Map<String, Object> measure(Running standalone) throws InterruptedException {
        send(standalone, warmUpRequests, new Histogram(3));
        var toAnswer = new Histogram(3);
        received.clear();
        var answered = send(standalone, (int) measured.toSeconds() * PER_SECOND, toAnswer);
        awaitReceived(answered.size());
        var toReceipt = new Histogram(3);
        answered.forEach((id, at) -> {
            var arrived = received.get(id);
            if (arrived != null) {
                toReceipt.recordValue(Math.max(0, (arrived - at) / 1_000));
            }
        });
        var figures = new LinkedHashMap<String, Object>();
        figures.put("requestsPerSecond", PER_SECOND);
        figures.put("answered202", answered.size());
        figures.put("received", toReceipt.getTotalCount());
        percentiles(figures, "requestTo202", toAnswer);
        percentiles(figures, "from202ToReceipt", toReceipt);
        figures.put("memoryMiB", standalone.memoryMiB());
        return figures;
    }

    private static void percentiles(Map<String, Object> figures, String name, Histogram micros) {
        figures.put(name + "P50Millis", micros.getValueAtPercentile(50) / 1_000.0);
        figures.put(name + "P99Millis", micros.getValueAtPercentile(99) / 1_000.0);
        figures.put(name + "MaxMillis", micros.getMaxValue() / 1_000.0);
    }

    /** Each request's latency counts from when it was due, so a stall is not hidden by sending less. */
    private Map<String, Long> send(Running standalone, int requests, Histogram toAnswer) throws InterruptedException {
        var answered = new ConcurrentHashMap<String, Long>();
        var open = new AtomicInteger(requests);
        var start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            var due = start + i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var unused = client.sendAsync(standalone.request(), BodyHandlers.ofString())
                    .whenComplete((response, error) -> {
                        var now = System.nanoTime();
                        if (error == null && response.statusCode() == 202) {
                            answered.put(
                                    response.headers().firstValue("callback-id").orElseThrow(), now);
                            synchronized (toAnswer) {
                                toAnswer.recordValue((now - due) / 1_000);
                            }
                        }
                        open.decrementAndGet();
                    });
        }
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (open.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return answered;
    }

    private void awaitReceived(int expected) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (received.size() < expected && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private HttpServer sink() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var id = exchange.getRequestHeaders().getFirst("callback-id");
            if (id != null) {
                received.putIfAbsent(id, System.nanoTime());
            }
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Running start(Path work, int sinkPort) throws Exception {
        var routes = Files.createDirectories(work.resolve("routes"));
        Files.writeString(routes.resolve("route.yaml"), """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: bench, namespace: bench}
                spec:
                  rules:
                  - name: all
                    actions:
                    - name: sink
                      type: Forward
                      forward: {url: "http://127.0.0.1:%d/"}
                """.formatted(sinkPort));
        var edge = freePort();
        var console = freePort();
        var begin = System.nanoTime();
        var process = new ProcessBuilder(
                        home.resolve("callbackers").toString(),
                        "up",
                        "--routes=" + routes,
                        "--data=" + work.resolve("data"),
                        "--edge-port=" + edge,
                        "--console-port=" + console,
                        "--demo-port=" + freePort(),
                        "--management-port=" + freePort())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("out.log").toFile())
                .start();
        var running = new Running(process, edge);
        while (!running.ready(client, console)) {
            if (!process.isAlive() || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(120)) {
                throw new IllegalStateException("it did not start:\n" + Files.readString(work.resolve("out.log")));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        running.startSeconds = Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
        return running;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A standalone that has been started. */
    private static final class Running {

        private final Process process;
        private final URI uri;
        private double startSeconds;

        Running(Process process, int edgePort) {
            this.process = process;
            this.uri = URI.create("http://localhost:" + edgePort + "/card");
        }

        /** The edge answers 202 and the console lists. */
        boolean ready(HttpClient client, int consolePort) throws InterruptedException {
            try {
                var listed = HttpRequest.newBuilder(URI.create("http://localhost:" + consolePort + "/api/callbacks"))
                        .build();
                return client.send(request(), BodyHandlers.discarding()).statusCode() == 202
                        && client.send(listed, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        }

        HttpRequest request() {
            return HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(20))
                    .header("host", "bench.localhost")
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + "x".repeat(1_000) + "\"}"))
                    .build();
        }

        /** Proportional set size of the whole process tree: shared pages of Postgres count once. */
        long memoryMiB() {
            var kib = ProcessHandle.of(process.pid()).stream()
                    .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                    .mapToLong(each -> pssKib(each.pid()))
                    .sum();
            return kib / 1_024;
        }

        private static long pssKib(long pid) {
            try {
                return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                        .sum();
            } catch (IOException e) {
                return 0;
            }
        }

        void stop() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}

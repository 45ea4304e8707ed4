package com.callbackers.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged standalone as a user starts it: a process of its own, looked at from outside. */
final class RunningStandalone implements AutoCloseable {

    static {
        // Java asks the system for *.localhost, and not every system knows it.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final Duration START = Duration.ofSeconds(90);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path log;
    private final int edgePort;
    private final int consolePort;
    private final int kubePort;

    private RunningStandalone(Process process, Path log, int edgePort, int consolePort, int kubePort) {
        this.process = process;
        this.log = log;
        this.edgePort = edgePort;
        this.consolePort = consolePort;
        this.kubePort = kubePort;
    }

    /** Starts it on free ports; returns when it says that it is ready. */
    static RunningStandalone start(Path routes, Path data) throws IOException {
        var edge = freePorts(9);
        var console = edge + 1;
        var kube = edge + 2;
        var log = Files.createTempFile("standalone", ".log");
        var process = new ProcessBuilder(command(
                        "up",
                        "--routes=" + routes,
                        "--data=" + data,
                        "--edge-port=" + edge,
                        "--console-port=" + console,
                        "--kube-port=" + kube,
                        "--demo-port=" + (edge + 3),
                        "--management-port=" + (edge + 4)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var standalone = new RunningStandalone(process, log, edge, console, kube);
        try {
            Awaitility.await().atMost(START).until(standalone::ready);
            return standalone;
        } catch (RuntimeException e) {
            standalone.kill();
            throw e;
        }
    }

    static List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx256m");
        command.add("-jar");
        command.add(Path.of("target", "callbackers.jar").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The first of several free ports in a row, below those that the system gives to connections in the meantime. */
    private static int freePorts(int count) throws IOException {
        var open = new ArrayList<ServerSocket>();
        try {
            var first = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            for (int i = 0; i < count; i++) {
                open.add(new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress()));
            }
            return open.getFirst().getLocalPort();
        } catch (IOException e) {
            return freePorts(count);
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    /** The URL of its API. */
    String kubernetes() {
        return "http://localhost:" + kubePort;
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with " + process.exitValue() + ":\n" + output());
        }
        return output().contains("Ready after");
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** @param headers names and values in turn */
    HttpResponse<String> post(String tenant, String pathAndQuery, String body, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + edgePort + pathAndQuery))
                .header("host", tenant + ".localhost:" + edgePort)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Posts, and gives the id of the answer. */
    String accepted(String tenant, String pathAndQuery, String body, String... headers) throws IOException {
        var answer = post(tenant, pathAndQuery, body, headers);
        var asSlack = answer.statusCode() == 200 && answer.body().equals("ok");
        if (answer.statusCode() != 202 && !asSlack) {
            throw new IllegalStateException("answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.headers().firstValue("callback-id").orElseThrow();
    }

    HttpResponse<String> api(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + consolePort + path))
                .build());
    }

    HttpResponse<String> postApi(String path, String json) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + consolePort + path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    JsonNode callback(String id) throws IOException {
        return JSON.readTree(api("/api/callbacks/" + id).body());
    }

    /** Waits until none of a callback's deliveries is open and it has been decided. */
    JsonNode settled(String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> callback(id), RunningStandalone::isSettled);
    }

    private static boolean isSettled(JsonNode callback) {
        return !callback.path("state").asString("received").equals("received")
                && callback.path("deliveries").valueStream().allMatch(delivery -> List.of(
                                "delivered", "exhausted", "cancelled")
                        .contains(delivery.path("state").asString()));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** As a power cut would: the whole tree at once. */
    void kill() {
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }

    /** @return its exit status */
    int stop() {
        process.destroy();
        Awaitility.await("stop").atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            stop();
        }
        Files.deleteIfExists(log);
    }
}

package com.callbackers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JVM that runs the program on free ports, with a copy of the examples that points to its demo receiver. */
final class StandaloneUnderTest {

    /** What the program said and how it ended. */
    record Ended(int exitCode, String output) {}

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path work;
    private final Path routes;
    private final int edge;
    private final int console;
    private final int demo;
    private final int management;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;
    private @Nullable Path output;

    StandaloneUnderTest(Path work) throws IOException {
        this.work = work;
        this.routes = Files.createDirectories(work.resolve("routes"));
        this.edge = freePort();
        this.console = freePort();
        this.demo = freePort();
        this.management = freePort();
        copyExamples();
    }

    private void copyExamples() throws IOException {
        try (var examples = Files.list(Path.of("../examples"))) {
            for (var example : examples.toList()) {
                Files.writeString(
                        routes.resolve(example.getFileName()),
                        Files.readString(example).replace("localhost:8099", "localhost:" + demo));
            }
        }
    }

    void start() throws IOException {
        process = launch();
        await().atMost(PATIENCE).until(() -> !process().isAlive() || said().contains("Ready after"));
        assertThat(process().isAlive()).as(said()).isTrue();
    }

    /** As a service manager or Ctrl-C does. */
    Ended stop() throws Exception {
        process().destroy();
        return ended();
    }

    void kill() throws InterruptedException {
        process().destroy();
        if (!process().waitFor(30, TimeUnit.SECONDS)) {
            process().destroyForcibly();
        }
    }

    /** Until it ends by itself. */
    Ended run(String... more) throws Exception {
        process = launch(more);
        return ended();
    }

    /** Another one with the same data. */
    Ended again() throws Exception {
        var another = new StandaloneUnderTest(Files.createDirectories(work.resolve("another")));
        return another.run("--data=" + work.resolve("data"));
    }

    private Ended ended() throws Exception {
        assertThat(process().waitFor(60, TimeUnit.SECONDS)).as(said()).isTrue();
        return new Ended(process().exitValue(), said());
    }

    private Process launch(String... more) throws IOException {
        output = Files.createTempFile(work, "output", ".txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Standalone.class.getName(),
                "up",
                "--edge-port=" + edge,
                "--demo-port=" + demo,
                "--management-port=" + management));
        addUnlessGiven(command, "--routes=", routes, more);
        addUnlessGiven(command, "--data=", work.resolve("data"), more);
        addUnlessGiven(command, "--console-port=", console, more);
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static void addUnlessGiven(List<String> command, String flag, Object value, String... given) {
        if (Stream.of(given).noneMatch(argument -> argument.startsWith(flag))) {
            command.add(flag + value);
        }
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private String said() throws IOException {
        return output == null ? "" : Files.readString(output);
    }

    URI demo(String path) {
        return URI.create("http://localhost:" + demo + path);
    }

    URI console(String path) {
        return URI.create("http://localhost:" + console + path);
    }

    void post(String host, String path, String body, String... headers) throws Exception {
        var response = send(HttpRequest.newBuilder(URI.create("http://" + host + ".localhost:" + edge + path))
                .headers(headers)
                .POST(BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    }

    JsonNode json(URI uri) throws Exception {
        return new JsonMapper().readTree(send(HttpRequest.newBuilder(uri)).body());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.images.Image;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other images: taken apart, and run where nothing that they need is there. */
class ImagesIT {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void build() throws Exception {
        BuiltImages.build("worker,operator,console");
    }

    private static Image image(String application) throws Exception {
        var place = folder.resolve(application);
        return BuiltImages.unpack(application, place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "operator", "console"})
    void itIsWhatTheChartAsksFor(String application) throws Exception {
        // given
        var container = Chart.rendered("evaluation").container(application);

        // when
        var image = image(application);

        // then
        assertThat(image.name()).isEqualTo(container.getImage());
        assertThat(image.config().get("User").asText()).isEqualTo("65532:65532");
        assertThat(image.config().at("/Labels/org.opencontainers.image.title").asText())
                .isEqualTo("Callbackers: " + application);
        var exposed = new ArrayList<String>();
        image.config().get("ExposedPorts").fieldNames().forEachRemaining(exposed::add);
        assertThat(exposed)
                .containsExactlyInAnyOrderElementsOf(container.getPorts().stream()
                        .map(port -> port.getContainerPort() + "/tcp")
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "operator", "console"})
    void itLivesWhileNothingThatItNeedsIsThere(String application) throws Exception {
        // given
        var health = freePort();
        var image = image(application);
        var output = folder.resolve(application + ".out");

        // when
        var process = image.start(List.of(), variables(application, health), output);

        // then
        try {
            await().alias(application + " is alive")
                    .atMost(Duration.ofSeconds(60))
                    .failFast(application + " ended", () -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> get(health, isSpring(application) ? "/actuator/health/liveness" : "/healthz") == 200);
            // the console shows that the others are away
            if (!application.equals("console")) {
                assertThat(get(health, isSpring(application) ? "/actuator/health/readiness" : "/readyz"))
                        .isEqualTo(503);
            }
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it stops").isTrue();
        }
        assertThat(output).content().doesNotContain("WARNING:");
    }

    private static boolean isSpring(String application) {
        return !application.equals("operator");
    }

    private static Map<String, String> variables(String application, int health) throws IOException {
        var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: none
                clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
                contexts: [{name: none, context: {cluster: none, user: nobody}}]
                users: [{name: nobody, user: {}}]
                """);
        var operator = Files.writeString(
                folder.resolve("operator.yaml"), "callbackers: {operator: {management-port: %d}}".formatted(health));
        return Map.of(
                "MANAGEMENT_SERVER_PORT", Integer.toString(health),
                "SERVER_PORT", Integer.toString(application.equals("worker") ? health : 0),
                "SPRING_R2DBC_URL", "r2dbc:postgresql://127.0.0.1:1/callbackers",
                "SPRING_RABBITMQ_PORT", "1",
                "CALLBACKERS_ROUTES_FOLDER",
                        Files.createDirectories(folder.resolve("routes")).toString(),
                "POD_NAMESPACE", "callbackers-system",
                "KUBECONFIG", kubeconfig.toString(),
                "CALLBACKERS_CONFIG", operator.toString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(15))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}

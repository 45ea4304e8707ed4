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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge's image: built twice without a registry, taken apart, and run as the chart runs it. */
class ImageIT {

    private static final String APPLICATION = "edge";

    @TempDir
    private static Path folder;

    private static Image first;
    private static Image second;

    @BeforeAll
    static void build() throws Exception {
        BuiltImages.build(APPLICATION);
        first = BuiltImages.unpack(APPLICATION, Files.createDirectory(folder.resolve("first")));
        delete(Chart.ROOT.resolve(APPLICATION).resolve("target/jib-cache"));
        BuiltImages.build(APPLICATION);
        second = BuiltImages.unpack(APPLICATION, Files.createDirectory(folder.resolve("second")));
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** But for what its JVM learned, which is no two times the same. */
    @Test
    void theSameSourcesGiveTheSameImage() {
        assertThat(first.layers()).hasSameSizeAs(second.layers());
        assertThat(second.layers())
                .filteredOn(layer -> !first.layers().contains(layer))
                .hasSize(1);
        assertThat(second.config()).isEqualTo(first.config());
    }

    @Test
    void itBeginsWithWhatItsJvmLearnedInTheBuild() throws Exception {
        // given
        var classes = folder.resolve("classes");

        // when
        var process = first.start(
                List.of("-XX:AOTMode=on", "-Xlog:class+load:file=" + classes), Map.of(), folder.resolve("learned"));

        // then
        try {
            await().atMost(Duration.ofSeconds(60))
                    .failFast("it ended", () -> !process.isAlive())
                    .until(() -> Files.exists(classes)
                            && Files.readString(classes)
                                    .contains("com.callbackers.edge.EdgeApplication source: shared objects file"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itIsTheOneThatTheChartAsksForWhereNoOtherIsNamed() {
        assertThat(first.name())
                .isEqualTo(Chart.rendered("evaluation").container(APPLICATION).getImage());
    }

    @Test
    void itDoesNotRunAsRoot() {
        assertThat(first.config().get("User").asText()).isEqualTo("65532:65532");
    }

    @Test
    void itTellsWhatItIs() {
        var labels = first.config().get("Labels");
        assertThat(labels.get("org.opencontainers.image.title").asText()).isEqualTo("Callbackers: edge");
        assertThat(labels.get("org.opencontainers.image.version").asText()).isNotEmpty();
        assertThat(labels.get("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    }

    @Test
    void itsPortsAreThoseOfTheChart() {
        // given
        var ports = Chart.rendered("production").container(APPLICATION).getPorts();

        // when
        var exposed = new ArrayList<String>();
        first.config().get("ExposedPorts").fieldNames().forEachRemaining(exposed::add);

        // then
        assertThat(exposed)
                .containsExactlyInAnyOrderElementsOf(ports.stream()
                        .map(port -> port.getContainerPort() + "/tcp")
                        .toList());
    }

    @Test
    void itStartsWithTheChartsSettingsAndSaysSo() throws Exception {
        // given
        var ports = freePorts();
        var chart = Application.of(
                APPLICATION,
                Chart.rendered(
                        "wildcard",
                        "postgresql.host=127.0.0.1",
                        "postgresql.port=1",
                        "rabbitmq.host=127.0.0.1",
                        "rabbitmq.port=1",
                        "edge.settings.server.port=" + ports.getFirst(),
                        "edge.settings.management.server.port=" + ports.getLast()));
        var settings = Files.createDirectory(folder.resolve("settings"));
        Files.writeString(settings.resolve(APPLICATION + ".yaml"), chart.settings());
        var variables = new HashMap<>(chart.variables());
        variables.replace("SPRING_CONFIG_ADDITIONALLOCATION", "file:" + settings + "/");
        var output = folder.resolve("output");

        // when
        var process = first.start(List.of(), variables, output);

        // then
        try {
            await().alias("the edge is alive")
                    .atMost(Duration.ofSeconds(60))
                    .failFast("it ended", () -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> get(ports.getLast(), "/actuator/health/liveness") == 200);
            // there is no Postgres: it says so, and takes nothing that it cannot keep
            assertThat(get(ports.getLast(), "/actuator/health/readiness")).isEqualTo(503);
            assertThat(post(ports.getFirst(), "hello")).isEqualTo(503);
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it stops").isTrue();
        }
        assertThat(output).content().doesNotContain("WARNING:");
    }

    private static List<Integer> freePorts() throws IOException {
        try (var one = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        }
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    private static int post(int port, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(15)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}

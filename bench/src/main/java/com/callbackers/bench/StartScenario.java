package com.callbackers.bench;

import com.callbackers.bench.house.Child;
import com.callbackers.bench.house.Database;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Ports;
import com.callbackers.bench.house.Postgres;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.load.Blast;
import com.callbackers.bench.load.Receiver;
import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.images.Image;
import com.callbackers.images.Kube;
import com.callbackers.resources.CustomResourceDefinitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Images as they are built, started from their files outside of a container on the newest Java here: how long from exec to
 * the first work done, with the trained cache and without it, and the memory they take.
 */
final class StartScenario {

    private static final String HOST = "bench.localhost";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BUILD = Duration.ofMinutes(10);
    private static final List<String> TRAINED = List.of("-XX:AOTMode=on"); // fails where it cannot have the cache
    private static final List<String> UNTRAINED = List.of("-XX:AOTMode=off");
    private static final int ACCEPTED = 202;
    /** As in the chart's memory limits, of which a heap begins with a 64th, and an edge's ends with a quarter, an operator's with half. */
    private static final List<String> EDGE_HEAP = List.of("-Xms12m", "-Xmx192m");

    private static final List<String> OPERATOR_HEAP = List.of("-Xms8m", "-Xmx256m");

    private final Path home;
    private final House house;
    private final int rounds;
    private final int routes;
    private final Duration load;
    private final Postgres postgres;
    private final int rabbit;
    private final Receiver receiver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private StartScenario(Path home, House house, boolean quick) throws IOException {
        this.home = home;
        this.house = house;
        this.rounds = quick ? 3 : 9;
        this.routes = quick ? 100 : 1_000;
        this.load = Duration.ofSeconds(quick ? 5 : 20);
        this.postgres = house.postgres();
        this.rabbit = house.rabbit().port();
        this.receiver = house.add(new Receiver());
    }

    static Map<String, Object> run(Path home, boolean quick) throws IOException, InterruptedException {
        try (var house = House.open()) {
            return new StartScenario(home, house, quick).run();
        }
    }

    private Map<String, Object> run() throws IOException, InterruptedException {
        build();
        postgres.database().migrate();
        var edge = new Application("edge");
        var worker = new Application("worker");
        figures.put("edgeFirst202Millis", edge.first202(TRAINED));
        figures.put("edgeFirst202UntrainedMillis", edge.first202(UNTRAINED));
        figures.put("workerFirstReceiptMillis", worker.firstReceipt(edge, TRAINED));
        figures.put("workerFirstReceiptUntrainedMillis", worker.firstReceipt(edge, UNTRAINED));
        figures.put("edgeMemoryUnderLoadMiB", edge.memoryUnderLoad());
        figures.put("operatorRoutes", routes);
        figures.put("operatorMemoryMiB", new Application("operator").memoryOfOperator());
        return figures;
    }

    private void build() throws IOException, InterruptedException {
        var log = house.folder().resolve("build.log");
        var build = new ProcessBuilder(
                        home.resolve("mvnw").toString(),
                        "-B",
                        "-Pimages",
                        "-pl",
                        "edge,worker,operator",
                        "-am",
                        "verify",
                        "-DskipTests",
                        "-Dspotless.check.skip",
                        "-Dimage.base=scratch")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!build.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS) || build.exitValue() != 0) {
            build.destroyForcibly();
            throw new IllegalStateException("The images were not built:\n" + Files.readString(log));
        }
    }

    /** One of the images. */
    private final class Application {

        private final String name;
        private final Image image;
        private final int port = Ports.free();
        private final int management = Ports.free();

        Application(String name) throws IOException, InterruptedException {
            this.name = name;
            this.image = Image.unpack(
                    home.resolve(name).resolve("target/jib-image.tar"),
                    Files.createDirectories(house.folder().resolve("image-" + name)));
        }

        private Child start(List<String> options, Map<String, String> more) throws IOException {
            var variables = new HashMap<>(image.environment());
            variables.put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
            variables.put("SERVER_ADDRESS", "127.0.0.1");
            variables.put("SPRING_R2DBC_URL", "r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/callbackers");
            variables.put("SPRING_R2DBC_USERNAME", Database.USER);
            variables.put("SPRING_RABBITMQ_ADDRESSES", "amqp://guest:guest@127.0.0.1:" + rabbit);
            variables.putAll(more);
            return house.process(name, image.command(options), variables);
        }

        private Child startEdge(List<String> options) throws IOException {
            return start(options, Map.of("SERVER_PORT", Integer.toString(port)));
        }

        long first202(List<String> options) throws IOException {
            return median(() -> {
                var begin = System.nanoTime();
                var child = startEdge(options);
                until(child, this::accepts);
                var millis = (System.nanoTime() - begin) / 1_000_000;
                child.terminate();
                return millis;
            });
        }

        private boolean accepts() {
            return status(HttpRequest.newBuilder(local(port, "/card"))
                            .header("host", HOST)
                            .POST(BodyPublishers.ofString("ok")))
                    == ACCEPTED;
        }

        /** Of a callback that waits. */
        long firstReceipt(Application edge, List<String> options) throws IOException {
            try (var kube = Kube.start()) {
                kube.route(compiledRoute());
                var inPod =
                        kube.worker(name, Files.createDirectories(house.folder().resolve("kube-worker")));
                return median(() -> {
                    var taker = edge.startEdge(TRAINED);
                    until(taker, edge::accepts);
                    taker.terminate();
                    var before = receiver.count();
                    var begin = System.nanoTime();
                    var child = start(options, inPod);
                    until(child, () -> receiver.count() > before);
                    var millis = (System.nanoTime() - begin) / 1_000_000;
                    child.terminate();
                    return millis;
                });
            }
        }

        private CompiledRoute compiledRoute() {
            var route = ResourceReader.read("bench.yaml", """
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackRoute
                    metadata: {name: route, namespace: bench}
                    spec:
                      rules:
                      - name: all
                        when: "text.contains('ok')"
                        actions:
                        - {name: sink, type: Forward, forward: {url: "http://127.0.0.1:%d/"}}
                    """.formatted(receiver.port()));
            return new CompiledRoute("localhost", 1, route.routes().getFirst().resource(), Map.of(), Map.of());
        }

        long memoryUnderLoad() throws IOException {
            var child = startEdge(EDGE_HEAP);
            until(child, this::accepts);
            try (var blast = new Blast(port, HOST, 256)) {
                blast.closed(load);
            }
            var memory = child.memoryMiB();
            child.terminate();
            return memory;
        }

        long memoryOfOperator() throws IOException {
            try (var kube = Kube.start()) {
                CustomResourceDefinitions.yaml().forEach(kube::apply);
                kube.namespace("bench");
                IntStream.range(0, routes).mapToObj(Application::route).forEach(kube::apply);
                var folder = Files.createDirectories(house.folder().resolve("kube"));
                var settings =
                        Files.writeString(folder.resolve("operator.yaml"), """
                        callbackers:
                          base-domain: localhost
                          operator: {namespace: %s, management-port: %d}
                        """.formatted(Kube.NAMESPACE, management));
                var child = start(
                        OPERATOR_HEAP,
                        Map.of(
                                "KUBECONFIG",
                                kube.kubeconfig(folder).toString(),
                                "CALLBACKERS_CONFIG",
                                settings.toString()));
                until(child, () -> kube.compiledRoutes() >= routes);
                Waiting.pause(2_000);
                var memory = child.memoryMiB();
                child.terminate();
                return memory;
            }
        }

        private static String route(int number) {
            return """
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackRoute
                    metadata: {name: route-%1$d, namespace: bench}
                    spec:
                      hosts: [host-%1$d]
                      rules:
                      - name: approvals
                        match: {methods: [POST], path: {type: Prefix, value: /card}}
                        when: "text.contains('ok %1$d')"
                        actions:
                        - {name: sink, type: Forward, forward: {url: "http://127.0.0.1:9/"}}
                    """.formatted(number);
        }
    }

    /** Something that takes milliseconds. */
    private interface Round {
        long run() throws IOException;
    }

    private long median(Round round) throws IOException {
        round.run(); // reads the files for the first time
        var millis = new long[rounds];
        for (var number = 0; number < rounds; number++) {
            millis[number] = round.run();
        }
        return Math.round(Median.of(IntStream.range(0, rounds).mapToObj(number -> (double) millis[number])));
    }

    private static void until(Child child, BooleanSupplier condition) {
        Waiting.until(() -> child.name() + ":\n" + child.lastWords(), PATIENCE, condition);
    }

    private static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private int status(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package com.callbackers.bench;

import com.callbackers.bench.house.Child;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Ports;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.load.Delivered;
import com.callbackers.bench.load.Receiver;
import com.callbackers.bench.load.Sender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./callbackers up} with one Forward route to a receiver: how it starts, and how long callbacks take. */
final class StandaloneScenario {

    private static final int PER_SECOND = 200;
    private static final String HOST = "bench.localhost";
    private static final Duration START = Duration.ofMinutes(2);

    private final House house;
    private final Path home;
    private final Duration measured;
    private final Duration warmUp;
    private final Receiver receiver;
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private StandaloneScenario(House house, Path home, boolean quick) throws IOException {
        this.house = house;
        this.home = home;
        this.measured = Duration.ofSeconds(quick ? 10 : 60);
        this.warmUp = Duration.ofSeconds(quick ? 10 : 30);
        this.receiver = house.add(new Receiver());
    }

    /** @param home the checkout */
    static Map<String, Object> run(Path home, boolean quick) throws IOException {
        try (var house = House.open()) {
            return new StandaloneScenario(house, home, quick).run();
        }
    }

    private Map<String, Object> run() throws IOException {
        var routes = Files.createDirectories(house.folder().resolve("routes"));
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
                """.formatted(receiver.port()));
        start("startFirstSeconds", routes).standalone().terminate();
        var again = start("startAgainSeconds", routes);
        measure(again);
        again.standalone().terminate();
        return figures;
    }

    private void measure(Started started) {
        try (var sender = new Sender(started.edge(), List.of(HOST), PER_SECOND)) {
            Waiting.pause(warmUp.toMillis());
            var delivered = Delivered.within(measured, sender, receiver);
            figures.put("requestsPerSecond", PER_SECOND);
            figures.put("acceptedAndReceived", delivered.sent().size());
            Delivered.tell(figures, "requestTo202", delivered.toAnswer());
            Delivered.tell(figures, "from202ToReceipt", delivered.toReceipt());
            figures.put("memoryMiB", started.standalone().memoryMiB());
        }
    }

    private record Started(Child standalone, int edge) {}

    private Started start(String figure, Path routes) {
        int edge = Ports.free();
        int console = Ports.free();
        var begin = System.nanoTime();
        var standalone = house.process(
                "standalone",
                List.of(
                        home.resolve("callbackers").toString(),
                        "up",
                        "--routes=" + routes,
                        "--data=" + house.folder().resolve("data"),
                        "--edge-port=" + edge,
                        "--console-port=" + console,
                        "--kube-port=" + Ports.free(),
                        "--demo-port=" + Ports.free(),
                        "--management-port=" + Ports.free()),
                Map.of());
        Waiting.until(
                () -> "the standalone does not answer:\n" + standalone.lastWords(),
                START,
                () -> accepts(edge) && lists(console));
        figures.put(figure, Math.round((System.nanoTime() - begin) / 1e8) / 10.0);
        return new Started(standalone, edge);
    }

    private boolean accepts(int edge) {
        return status(HttpRequest.newBuilder(URI.create("http://localhost:" + edge + "/card"))
                        .header("host", HOST)
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                == 202;
    }

    private boolean lists(int console) {
        return status(HttpRequest.newBuilder(URI.create("http://localhost:" + console + "/api/callbacks"))) == 200;
    }

    private int status(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

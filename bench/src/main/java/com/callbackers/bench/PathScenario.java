package com.callbackers.bench;

import com.callbackers.bench.house.App;
import com.callbackers.bench.house.Apps;
import com.callbackers.bench.house.Child;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Ports;
import com.callbackers.bench.house.Postgres;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.limits.BareServer;
import com.callbackers.bench.limits.Limits;
import com.callbackers.bench.load.Blast;
import com.callbackers.bench.load.Delivered;
import com.callbackers.bench.load.Receiver;
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
import java.util.stream.IntStream;

/** From a request to the recorded delivery: how many a second for long, how fast what has piled up drains, how soon one is there. */
final class PathScenario {

    private static final String HOST = "bench.localhost";
    private static final int CONNECTIONS = 64;
    private static final int FIRST_RATE = 1_000;
    private static final double STEP = 1.25;
    private static final int AT_REST = 50;
    private static final int CONNECTIONS_AT_REST = 4;
    private static final int DRAINS = 3;
    /** Counting takes the database some time as well. */
    private static final long LOOK_MILLIS = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final House house;
    private final Duration measured;
    private final Duration warmUp;
    private final int pile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private PathScenario(House house, boolean quick) {
        this.house = house;
        this.measured = Duration.ofSeconds(quick ? 5 : 15);
        this.warmUp = Duration.ofSeconds(quick ? 10 : 30);
        this.pile = quick ? 20_000 : 100_000;
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new PathScenario(house, quick).run();
        }
    }

    private Map<String, Object> run() throws IOException {
        var postgres = house.postgres();
        var sinkPort = Ports.free();
        var sink = house.java(
                "sink", List.of("-Xmx256m"), BareServer.class.getName(), List.of(Integer.toString(sinkPort)), Map.of());
        Waiting.until(() -> "sink:\n" + sink.lastWords(), Duration.ofSeconds(30), () -> Ports.answers(sinkPort));
        var receiver = house.add(new Receiver());
        var apps = new Apps(house, postgres.port(), house.rabbit().port());
        var worker = apps.worker("worker", routes(sinkPort, receiver.port()), "--callbackers.base-domain=localhost")
                .start()
                .awaitReady();
        var edge = apps.edge("edge");
        edge.app().start().awaitReady();
        warmUp(edge.port(), postgres);
        atRest(edge.port(), receiver);
        postgres.settle();
        var rate = sustained(edge, worker, postgres);
        figures.put(Bench.RATE + "path_per_second", rate);
        var drained = IntStream.range(0, DRAINS)
                .mapToObj(any -> drain(edge.port(), worker.process(), sinkPort, postgres))
                .toList();
        figures.put("drains", drained.stream().map(Math::round).toList().toString());
        figures.put(Bench.RATE + "drain_per_second", Math.round(Median.of(drained.stream())));
        worker.process().terminate();
        edge.app().process().terminate();
        Limits.requests(sinkPort, warmUp.dividedBy(2));
        var bare = Limits.requests(sinkPort, measured);
        figures.put("webClientPerSecond", Math.round(bare));
        figures.put(Bench.RATIO + "path_bare_webclient", Math.round(1_000 * rate / bare) / 1_000.0);
        return figures;
    }

    private Path routes(int sink, int receiver) throws IOException {
        var folder = Files.createDirectories(house.folder().resolve("routes"));
        write(folder, "bench", sink);
        write(folder, "rest", receiver);
        return folder;
    }

    private static void write(Path folder, String tenant, int port) throws IOException {
        Files.writeString(folder.resolve(tenant + ".yaml"), """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: route, namespace: %s}
                spec:
                  rules:
                  - name: all
                    actions:
                    - name: sink
                      type: Forward
                      destinationRef: {name: sink}
                ---
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackDestination
                metadata: {name: sink, namespace: %s}
                spec: {type: Http, http: {url: "http://127.0.0.1:%d/"}, concurrency: 100}
                """.formatted(tenant, tenant, port));
    }

    private void warmUp(int edge, Postgres postgres) {
        try (var blast = new Blast(edge, HOST, CONNECTIONS)) {
            blast.open(FIRST_RATE, warmUp);
        }
        awaitNoBacklog(postgres);
    }

    private void atRest(int edge, Receiver receiver) {
        try (var blast = new Blast(edge, "rest.localhost", CONNECTIONS_AT_REST)) {
            blast.open(AT_REST, warmUp.dividedBy(3));
            var delivered = Delivered.await(blast.keep(AT_REST, measured), receiver);
            Delivered.tell(figures, "restTo202", delivered.toAnswer());
            Delivered.tell(figures, "restToReceipt", delivered.toReceipt());
        }
    }

    /** The highest rate of those tried in turn that is answered and delivered as it comes. */
    private long sustained(Apps.Edge edge, App worker, Postgres postgres) {
        var highest = 0L;
        try (var blast = new Blast(edge.port(), HOST, CONNECTIONS)) {
            var rate = (double) FIRST_RATE;
            var kept = 0L;
            while ((kept = kept(blast, edge, worker, postgres, (int) rate)) > 0) {
                highest = kept;
                rate *= STEP;
            }
            return Math.max(highest, kept(blast, edge, worker, postgres, (int) (rate / Math.sqrt(STEP))));
        }
    }

    /** What was answered a second; zero when not all of it was, or was not delivered as it came. */
    private long kept(Blast blast, Apps.Edge edge, App worker, Postgres postgres, int rate) {
        var cpu = new long[] {edge.app().process().cpuMicros(), worker.process().cpuMicros(), cpu(postgres)};
        var result = blast.open(rate, measured);
        var backlog = backlog(postgres);
        var kept = result.perSecond() > 0.97 * rate && result.failures() == 0 && backlog < rate / 2;
        var told =
                "%s: answered %d/s, backlog %d, p50 %.1f ms, p99 %.1f ms, cpu µs a callback: edge %d, worker %d, postgres %d"
                        .formatted(
                                kept ? "kept" : "not kept",
                                Math.round(result.perSecond()),
                                backlog,
                                result.micros().getValueAtPercentile(50) / 1_000.0,
                                result.micros().getValueAtPercentile(99) / 1_000.0,
                                (edge.app().process().cpuMicros() - cpu[0]) / result.answered(),
                                (worker.process().cpuMicros() - cpu[1]) / result.answered(),
                                (cpu(postgres) - cpu[2]) / result.answered());
        figures.put("at" + rate, told);
        System.err.println(told);
        awaitNoBacklog(postgres);
        return kept ? Math.round(result.perSecond()) : 0;
    }

    private static long cpu(Postgres postgres) {
        return postgres.process().cpuMicros();
    }

    private double drain(int edge, Child worker, int sink, Postgres postgres) {
        var before = came(sink);
        worker.freeze();
        var piled = 0L;
        try (var blast = new Blast(edge, HOST, 256)) {
            while (piled < pile) {
                piled += blast.open(5_000, Duration.ofMillis(Math.min(1_000, (pile - piled + 4) / 5)))
                        .answered();
            }
        }
        var begin = System.nanoTime();
        worker.thaw();
        var all = before + piled;
        Waiting.until("the backlog to drain", PATIENCE, () -> came(sink) >= all);
        Waiting.until("all of it to be recorded", PATIENCE, () -> backlog(postgres) == 0);
        return piled * 1e9 / (System.nanoTime() - begin);
    }

    private long came(int sink) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sink + "/came"))
                    .build();
            return Long.parseLong(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitNoBacklog(Postgres postgres) {
        Waiting.until("everything to be delivered", PATIENCE, () -> {
            Waiting.pause(LOOK_MILLIS);
            return backlog(postgres) == 0;
        });
    }

    /** What is not decided, or not delivered, yet. */
    private static long backlog(Postgres postgres) {
        return (long) postgres.database().number("""
                select (select count(*) from callbacks where due_at is not null)
                  + (select count(*) from deliveries where due_at is not null)
                """);
    }
}

package com.callbackers.bench;

import com.callbackers.bench.house.Apps;
import com.callbackers.bench.house.Child;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Ports;
import com.callbackers.bench.house.Postgres;
import com.callbackers.bench.house.Rabbit;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.limits.BareServer;
import com.callbackers.bench.limits.Limits;
import com.callbackers.bench.limits.NaiveEdge;
import com.callbackers.bench.load.Blast;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The edge beside a handler that keeps nothing, and beside an edge as one would write it first; each by itself, in turn. */
final class EdgeScenario {

    private static final String HOST = "bench.localhost";
    private static final int MANY = 256;
    private static final int FEW = 64;
    private static final String ITSELF = "";
    /** Percents of what the edge does at most, for latencies: what comes by itself leaves some room. */
    private static final List<Integer> OPEN_LOADS = List.of(15, 30, 60);
    /** The one that is told as the edge's. */
    private static final int USUAL_LOAD = 60;

    private final House house;
    private final int rounds;
    private final Duration measured;
    private final Duration warmUp;
    /** Of those that take part in each measure beside the server itself, in microseconds since they began. */
    private final Map<String, LongSupplier> otherCpuMicros = new LinkedHashMap<>();

    private final Map<String, Object> figures = new LinkedHashMap<>();

    private EdgeScenario(House house, boolean quick) {
        this.house = house;
        this.rounds = quick ? 1 : 3;
        this.measured = Duration.ofSeconds(quick ? 5 : 8);
        this.warmUp = Duration.ofSeconds(quick ? 12 : 40);
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new EdgeScenario(house, quick).run();
        }
    }

    /** A server that is measured. */
    private record Server(String name, Child process, int port, List<Measure> measures) {

        Server(String name, Child process, int port) {
            this(name, process, port, new ArrayList<>());
        }

        double perSecond(int connections) {
            return Median.of(measures.stream()
                    .filter(one -> one.connections() == connections)
                    .map(one -> one.result().perSecond()));
        }

        /** @param process {@link #ITSELF}, or another that takes part */
        double cpuMicros(String process, int connections) {
            return Median.of(measures.stream()
                    .filter(one -> one.connections() == connections)
                    .map(one -> (double) one.cpuMicros().getOrDefault(process, 0L)
                            / one.result().answered()));
        }

        /** From one request of a connection to its answer, as soon as the last one has been answered. */
        double millis(int connections, double percentile) {
            return Median.of(measures.stream()
                    .filter(one -> one.connections() == connections)
                    .map(one -> one.result().micros().getValueAtPercentile(percentile) / 1_000.0));
        }

        long failures() {
            return measures.stream().mapToLong(one -> one.result().failures()).sum();
        }
    }

    private record Measure(int connections, Blast.Result result, Map<String, Long> cpuMicros) {}

    private Map<String, Object> run() throws IOException {
        var postgres = house.postgres();
        var rabbit = house.rabbit();
        var edge = edge(postgres, rabbit);
        var bare = bare();
        var naive = naive(postgres, rabbit);
        otherCpuMicros.put("Postgres", postgres.process()::cpuMicros);
        otherCpuMicros.put("Broker", rabbit.process()::cpuMicros);
        otherCpuMicros.put("Load", EdgeScenario::ownCpuMicros);
        for (var server : List.of(bare, edge, naive)) {
            blast(server, MANY, warmUp);
        }
        postgres.settle();
        for (var round = 0; round < rounds; round++) {
            for (var connections : List.of(MANY, FEW)) {
                measure(bare, connections);
                measure(edge, connections);
            }
            measure(naive, MANY);
        }
        tell(bare, edge, naive);
        latencies(edge, bare);
        limits(postgres, rabbit);
        return figures;
    }

    private Server edge(Postgres postgres, Rabbit rabbit) throws IOException {
        var apps = new Apps(house, postgres.port(), rabbit.port());
        // it makes the tables
        apps.worker("worker", Files.createDirectories(house.folder().resolve("routes")))
                .start()
                .awaitReady()
                .process()
                .terminate();
        var edge = apps.edge("edge");
        edge.app().start().awaitReady();
        return new Server("edge", edge.app().process(), edge.port());
    }

    private Server bare() {
        return started("bare", BareServer.class, List.of());
    }

    private Server naive(Postgres postgres, Rabbit rabbit) {
        return started("naive", NaiveEdge.class, List.of(postgres.database().r2dbcUrl(), rabbit.url()));
    }

    private Server started(String name, Class<?> main, List<String> more) {
        var port = Ports.free();
        var arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(more);
        var child = house.java(name, List.of("-Xmx512m"), main.getName(), arguments, Map.of());
        Waiting.until(() -> name + ":\n" + child.lastWords(), Duration.ofSeconds(30), () -> Ports.answers(port));
        return new Server(name, child, port);
    }

    private void measure(Server server, int connections) {
        server.measures().add(blast(server, connections, measured));
    }

    private Measure blast(Server server, int connections, Duration time) {
        try (var blast = new Blast(server.port(), HOST, connections)) {
            var before = cpuMicros(server);
            var result = blast.closed(time);
            var spent = cpuMicros(server);
            spent.replaceAll((process, micros) -> micros - before.getOrDefault(process, 0L));
            return new Measure(connections, result, spent);
        }
    }

    private Map<String, Long> cpuMicros(Server server) {
        var micros = new LinkedHashMap<String, Long>();
        micros.put(ITSELF, server.process().cpuMicros());
        otherCpuMicros.forEach((process, cpu) -> micros.put(process, cpu.getAsLong()));
        return micros;
    }

    private static long ownCpuMicros() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1_000;
    }

    private void tell(Server bare, Server edge, Server naive) {
        for (var server : List.of(bare, edge, naive)) {
            figures.put(server.name() + "PerSecond256", Math.round(server.perSecond(MANY)));
            figures.put(server.name() + "CpuMicros256", tenths(server.cpuMicros(ITSELF, MANY)));
            for (var process : otherCpuMicros.keySet()) {
                figures.put(server.name() + process + "CpuMicros256", tenths(server.cpuMicros(process, MANY)));
            }
            figures.put(server.name() + "Failures", server.failures());
        }
        figures.put("barePerSecond64", Math.round(bare.perSecond(FEW)));
        figures.put("edgePerSecond64", Math.round(edge.perSecond(FEW)));
        ratio("edge_bare_256", edge.perSecond(MANY) / bare.perSecond(MANY));
        ratio("edge_bare_64", edge.perSecond(FEW) / bare.perSecond(FEW));
        ratio("edge_naive_256", edge.perSecond(MANY) / naive.perSecond(MANY));
        ratio("edge_cpu_over_bare_256", edge.cpuMicros(ITSELF, MANY) / bare.cpuMicros(ITSELF, MANY));
    }

    /** At their times whatever the answers do; the bare handler is asked as often, to tell what is the machine's own. */
    private void latencies(Server edge, Server bare) {
        for (var load : OPEN_LOADS) {
            var perSecond = (int) (edge.perSecond(MANY) * load / 100);
            figures.put("openPerSecond" + load, perSecond);
            open(edge, load, perSecond);
            open(bare, load, perSecond);
        }
        figures.put("edgeSaturatedP50Millis", edge.millis(MANY, 50));
        figures.put("edgeSaturatedP99Millis", edge.millis(MANY, 99));
    }

    /** After a warm-up of its own: not all that is compiled for the one kind of load serves the other. */
    private void open(Server server, int load, int perSecond) {
        var p50 = new ArrayList<Double>();
        var p99 = new ArrayList<Double>();
        var max = 0.0;
        try (var blast = new Blast(server.port(), HOST, MANY)) {
            blast.open(perSecond, warmUp.dividedBy(4));
        }
        for (var round = 0; round < rounds; round++) {
            try (var blast = new Blast(server.port(), HOST, MANY)) {
                var micros = blast.open(perSecond, measured).micros();
                p50.add(micros.getValueAtPercentile(50) / 1_000.0);
                p99.add(micros.getValueAtPercentile(99) / 1_000.0);
                max = Math.max(max, micros.getMaxValue() / 1_000.0);
            }
        }
        figures.put(server.name() + "OpenP50Millis" + load, Median.of(p50.stream()));
        figures.put(server.name() + "OpenP99Millis" + load, Median.of(p99.stream()));
        figures.put(server.name() + "OpenMaxMillis" + load, max);
        var name = server.name() + "_p99_over_p50_256" + (load == USUAL_LOAD ? "" : "_at_" + load);
        ratio(name, Median.of(p99.stream()) / Median.of(p50.stream()));
    }

    private void limits(Postgres postgres, Rabbit rabbit) {
        figures.put("databaseRowsPerSecond", Math.round(Limits.rows(postgres, measured)));
        figures.put("brokerMessagesPerSecond", Math.round(Limits.messages(URI.create(rabbit.url()), measured)));
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private void ratio(String name, double value) {
        figures.put(Bench.RATIO + name, Math.round(value * 1_000) / 1_000.0);
    }
}

package com.callbackers.bench;

import com.callbackers.bench.house.App;
import com.callbackers.bench.house.Apps;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.load.Delivered;
import com.callbackers.bench.load.Receiver;
import com.callbackers.bench.load.Sender;
import com.callbackers.bench.load.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two edges and three workers with one database and one broker: how evenly the workers share what comes, and what becomes of
 * every request while each of them is taken away and comes back, by its leave and without.
 */
final class ScaleOutScenario {

    private static final int EDGES = 2;
    private static final int WORKERS = 3;
    private static final int TENANTS = 10;
    private static final int PER_EDGE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final House house;
    private final long measuredMillis;
    private final long awayMillis;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private ScaleOutScenario(House house, boolean quick) {
        this.house = house;
        this.measuredMillis = quick ? 10_000 : 30_000;
        this.awayMillis = quick ? 3_000 : 10_000;
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new ScaleOutScenario(house, quick).run();
        }
    }

    private Map<String, Object> run() throws IOException {
        var receiver = house.add(new Receiver());
        var apps = new Apps(house, house.postgres().port(), house.rabbit().port());
        var routes = routes(receiver.port());
        var workers = IntStream.range(0, WORKERS)
                .mapToObj(number -> apps.worker(
                                "worker-" + number,
                                routes,
                                "--callbackers.base-domain=localhost",
                                "--callbackers.worker.lease=15s")
                        .start())
                .toList();
        workers.forEach(App::awaitReady);
        var edges = IntStream.range(0, EDGES)
                .mapToObj(number -> apps.edge("edge-" + number))
                .toList();
        edges.forEach(edge -> edge.app().start());
        edges.forEach(edge -> edge.app().awaitReady());
        var hosts = IntStream.range(0, TENANTS)
                .mapToObj(tenant -> "tenant-" + tenant + ".localhost")
                .toList();
        var senders = edges.stream()
                .map(edge -> house.add(new Sender(edge.port(), hosts, PER_EDGE)))
                .toList();
        Waiting.pause(measuredMillis);
        share(workers, senders, receiver);
        comeAndGo(workers, edges);
        reckon(senders, receiver);
        return figures;
    }

    private void share(List<App> workers, List<Sender> senders, Receiver receiver) {
        var before = workers.stream().map(ScaleOutScenario::attempts).toList();
        var receipt = Delivered.within(Duration.ofMillis(measuredMillis), senders.getFirst(), receiver)
                .toReceipt();
        var attempts = IntStream.range(0, WORKERS)
                .mapToObj(number -> attempts(workers.get(number)) - before.get(number))
                .toList();
        figures.put("requestsPerSecond", EDGES * PER_EDGE);
        figures.put("attemptsOfEachWorker", attempts);
        figures.put(
                Bench.RATIO + "scaleout_least_share",
                Math.round(attempts.stream().mapToLong(each -> each).min().orElseThrow()
                                * 100.0
                                * WORKERS
                                / attempts.stream().mapToLong(each -> each).sum())
                        / 100.0);
        Delivered.tell(figures, "toReceipt", receipt);
    }

    private static long attempts(App worker) {
        return Math.round(worker.metrics().sum("callbackers_attempts_seconds_count"));
    }

    /** One after another, each for a while. */
    private void comeAndGo(List<App> workers, List<Apps.Edge> edges) {
        var away = Stream.concat(workers.stream(), edges.stream().skip(1).map(Apps.Edge::app))
                .toList();
        var times = 0;
        for (var app : away) {
            for (var byItsLeave : List.of(true, false)) {
                if (byItsLeave) {
                    app.process().terminate();
                } else {
                    app.process().kill();
                }
                Waiting.pause(awayMillis);
                app.start().awaitReady();
                Waiting.pause(awayMillis);
                times++;
            }
        }
        figures.put("takenAway", times);
    }

    private void reckon(List<Sender> senders, Receiver receiver) {
        senders.forEach(Sender::stop);
        var sent = new ArrayList<Sent>();
        senders.forEach(sender -> sent.addAll(sender.since(Long.MIN_VALUE)));
        Waiting.until("every answer", PATIENCE, () -> sent.stream().allMatch(Sent::isOver));
        var accepted = sent.stream()
                .filter(Sent::isAccepted)
                .map(one -> String.valueOf(one.id()))
                .toList();
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (lost(accepted, receiver) > 0 && System.nanoTime() < end) {
            Waiting.pause(100);
        }
        figures.put("sent", sent.size());
        figures.put("accepted", accepted.size());
        figures.put("refused", sent.stream().filter(one -> one.status() >= 300).count());
        figures.put(
                "notAnswered", sent.stream().filter(one -> one.status() == 0).count());
        figures.put(
                "twice",
                accepted.stream().filter(id -> receiver.received(id) > 1).count());
        figures.put("lost", lost(accepted, receiver));
    }

    private static long lost(List<String> accepted, Receiver receiver) {
        return accepted.stream().filter(id -> receiver.received(id) == 0).count();
    }

    private Path routes(int port) throws IOException {
        var folder = Files.createDirectories(house.folder().resolve("routes"));
        for (var tenant = 0; tenant < TENANTS; tenant++) {
            Files.writeString(folder.resolve("tenant-" + tenant + ".yaml"), """
                    apiVersion: callbackers.com/v1alpha1
                    kind: CallbackRoute
                    metadata: {name: route, namespace: tenant-%d}
                    spec:
                      rules:
                      - name: all
                        actions:
                        - name: receiver
                          type: Forward
                          forward: {url: "http://127.0.0.1:%d/"}
                    """.formatted(tenant, port));
        }
        return folder;
    }
}

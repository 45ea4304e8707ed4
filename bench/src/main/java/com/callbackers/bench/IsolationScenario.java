package com.callbackers.bench;

import com.callbackers.bench.house.App;
import com.callbackers.bench.house.Apps;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Waiting;
import com.callbackers.bench.load.BadReceiver;
import com.callbackers.bench.load.BadReceiver.Way;
import com.callbackers.bench.load.Delivered;
import com.callbackers.bench.load.Receiver;
import com.callbackers.bench.load.Sender;
import com.callbackers.bench.load.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long a good receiver waits, from the 202 to its receipt, alone and beside a bad one that gets as many callbacks. */
final class IsolationScenario {

    private static final int PER_SECOND = 100;
    private static final int WARM_UP_MILLIS = 20_000;

    private final House house;
    private final long measuredMillis;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private IsolationScenario(House house, boolean quick) {
        this.house = house;
        this.measuredMillis = quick ? 8_000 : 30_000;
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new IsolationScenario(house, quick).run();
        }
    }

    private Map<String, Object> run() throws IOException {
        var good = house.add(new Receiver());
        var bad = house.add(new BadReceiver());
        var apps = new Apps(house, house.postgres().port(), house.rabbit().port());
        var worker = apps.worker("worker", routes(good, bad), "--callbackers.base-domain=localhost")
                .start()
                .awaitReady();
        var edge = apps.edge("edge");
        edge.app().start().awaitReady();
        try (var toGood = new Sender(edge.port(), List.of("good.localhost"), PER_SECOND)) {
            Waiting.pause(WARM_UP_MILLIS);
            figures.put("requestsPerSecond", PER_SECOND);
            measure("alone", toGood, good, worker);
            for (var way : Way.values()) {
                bad.behave(way);
                var toBad = new Sender(edge.port(), List.of("bad.localhost"), PER_SECOND);
                try (toBad) {
                    Waiting.pause(measuredMillis / 2);
                    measure("beside" + name(way), toGood, good, worker);
                    figures.put("beside" + name(way) + "BadAccepted", accepted(toBad));
                }
            }
        }
        return figures;
    }

    private static String name(Way way) {
        var name = new StringBuilder();
        for (var word : way.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    private void measure(String name, Sender sender, Receiver receiver, App worker) {
        Delivered.tell(
                figures,
                name,
                Delivered.within(Duration.ofMillis(measuredMillis), sender, receiver)
                        .toReceipt());
        figures.put(name + "WorkerMiB", worker.process().memoryMiB());
    }

    private static long accepted(Sender sender) {
        return sender.since(Long.MIN_VALUE).stream().filter(Sent::isAccepted).count();
    }

    private Path routes(Receiver good, BadReceiver bad) throws IOException {
        var folder = Files.createDirectories(house.folder().resolve("routes"));
        write(folder, "good", good.port());
        write(folder, "bad", bad.port());
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
                    - name: receiver
                      type: Forward
                      forward: {url: "http://127.0.0.1:%d/"}
                """.formatted(tenant, port));
    }
}

package com.callbackers.standalone;

import com.callbackers.embedded.EmbeddedBroker;
import com.callbackers.embedded.EmbeddedPostgres;
import com.callbackers.journal.Schema;
import com.callbackers.operator.Operator;
import com.callbackers.operator.settings.SettingsReader;
import com.callbackers.standalone.demo.DemoReceiver;
import com.callbackers.standalone.rules.RulesFolder;
import com.callbackers.worker.routes.Routes;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs here: what starts after what, and what stops before what. */
final class House {

    /** In the order in which they stop. */
    private enum Part {
        EDGE,
        RULES,
        PROBE,
        WORKER,
        OPERATOR,
        CONSOLE,
        DEMO,
        KUBERNETES,
        BROKER,
        POSTGRES
    }

    private static final Logger log = LoggerFactory.getLogger(House.class);
    private static final int START_SECONDS = 20;
    private static final Duration JUDGING = Duration.ofSeconds(10);

    private final Ports ports;
    private final Path folder;
    private final DataFolder data;
    private final Progress progress;
    private final Map<Part, AutoCloseable> parts = new EnumMap<>(Part.class);
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean stopping;

    House(Ports ports, Path folder, DataFolder data, Progress progress) {
        this.ports = ports;
        this.folder = folder;
        this.data = data;
        this.progress = progress;
    }

    /** Ends when everything answers; with an exception when it is told to stop meanwhile. */
    void start() throws Exception {
        var begin = System.nanoTime();
        progress.say("Callbackers " + Standalone.version() + " starts; its data is in " + data);
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-", 0).factory())) {
            var broker = start(threads, Part.BROKER, "message broker", this::broker);
            var kubernetes = start(
                    threads, Part.KUBERNETES, "Kubernetes API", () -> Cluster.start(ports.kube(), data.kubernetes()));
            var demo = start(threads, Part.DEMO, "demo receiver", () -> DemoReceiver.start(ports.demo()));
            var postgres = start(threads, Part.POSTGRES, "Postgres", () -> EmbeddedPostgres.in(data.postgres(), 0));
            var cluster = result(kubernetes);
            var operator = start(threads, Part.OPERATOR, "operator", this::operator);
            migrate(result(postgres));
            var apps = new Apps(ports, result(postgres), result(broker));
            var worker = start(threads, Part.WORKER, "worker", () -> apps.worker(cluster.worker(false)));
            var edge = start(threads, Part.EDGE, "edge", apps::edge);
            var console = start(threads, Part.CONSOLE, "console", apps::console);
            result(operator);
            var rules = RulesFolder.follow(folder, cluster.client(), Cluster.NAMESPACE);
            add(Part.RULES, rules);
            add(Part.PROBE, ReadinessProbe.start(readiness(), cluster::worker));
            result(edge);
            result(console);
            result(demo);
            // So that the first callback is not too early for its rules.
            rules.awaitJudged(JUDGING);
            new Welcome(ports, data, folder, result(worker).getBean(Routes.class)).print(progress, begin);
        } finally {
            started.countDown();
        }
    }

    private EmbeddedBroker broker() {
        var password = new byte[16];
        new SecureRandom().nextBytes(password);
        return EmbeddedBroker.start(0, "callbackers", HexFormat.of().formatHex(password), data.broker());
    }

    private URI readiness() {
        return URI.create("http://127.0.0.1:" + ports.workerManagement() + "/actuator/health/readiness");
    }

    private Operator operator() throws Exception {
        var settings = """
                callbackers:
                  base-domain: localhost
                  routes: {url: "http://{host}:%d"}
                  operator:
                    namespace: %s
                    management-port: %d
                    exposure: {mode: None}
                    leader-election: {enabled: false}
                """.formatted(ports.edge(), Cluster.NAMESPACE, ports.operatorManagement());
        return Operator.start(
                SettingsReader.read(settings, Cluster.NAMESPACE),
                Cluster.config(),
                InetAddress.getLoopbackAddress(),
                Clock.systemUTC());
    }

    private void migrate(EmbeddedPostgres postgres) throws Exception {
        progress.step("tables", () -> {
            Schema.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
            return true;
        });
    }

    private <T extends AutoCloseable> Future<T> start(
            ExecutorService threads, Part part, String name, Callable<T> start) {
        return threads.submit(() -> {
            if (stopping) {
                throw new InterruptedException("told to stop");
            }
            return add(part, progress.step(name, start));
        });
    }

    private <T extends AutoCloseable> T add(Part part, T running) {
        synchronized (parts) {
            parts.put(part, running);
        }
        return running;
    }

    private static <T> T result(Future<T> started) throws Exception {
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    boolean stopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
        progress.say("");
        progress.say("Stopping");
        awaitStarted();
        synchronized (parts) {
            parts.forEach((part, running) -> stop(part, running));
            parts.clear();
        }
        progress.say("Stopped");
    }

    /** What is about to start has to be there to be stopped. */
    private void awaitStarted() {
        try {
            started.await(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Part part, AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            log.atWarn().addKeyValue("part", part).setCause(e).log("A part did not stop as it should");
        }
    }
}

package com.callbackers.standalone;

import com.callbackers.embedded.EmbeddedBroker;
import com.callbackers.embedded.EmbeddedPostgres;
import com.callbackers.journal.Schema;
import com.callbackers.standalone.demo.DemoReceiver;
import com.callbackers.worker.routes.Routes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
        WORKER,
        CONSOLE,
        DEMO,
        BROKER,
        POSTGRES
    }

    private static final Logger log = LoggerFactory.getLogger(House.class);
    private static final int START_SECONDS = 20;
    private static final int ROUTES_SECONDS = 5;

    private final Ports ports;
    private final Path routes;
    private final DataFolder data;
    private final Progress progress;
    private final Map<Part, AutoCloseable> parts = new EnumMap<>(Part.class);
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean stopping;

    House(Ports ports, Path routes, DataFolder data, Progress progress) {
        this.ports = ports;
        this.routes = routes;
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
            var demo = start(threads, Part.DEMO, "demo receiver", () -> DemoReceiver.start(ports.demo()));
            var postgres = start(threads, Part.POSTGRES, "Postgres", () -> EmbeddedPostgres.in(data.postgres(), 0));
            migrate(result(postgres));
            var apps = new Apps(ports, result(postgres), result(broker));
            var known = new CompletableFuture<Routes>();
            var worker = start(threads, Part.WORKER, "worker", () -> apps.worker(routes));
            var edge = start(threads, Part.EDGE, "edge", apps::edge);
            var console = start(threads, Part.CONSOLE, "console", () -> apps.console(known));
            known.complete(result(worker).getBean(Routes.class));
            result(edge);
            result(console);
            result(demo);
            new Welcome(ports, data, routes, awaited(known.join())).print(progress, begin);
        } finally {
            started.countDown();
        }
    }

    private EmbeddedBroker broker() {
        var password = new byte[16];
        new SecureRandom().nextBytes(password);
        return EmbeddedBroker.start(0, "callbackers", HexFormat.of().formatHex(password), data.broker());
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
            var running = progress.step(name, start);
            synchronized (parts) {
                parts.put(part, running);
            }
            return running;
        });
    }

    private static <T> T result(Future<T> started) throws Exception {
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** So that the first callback is not too early for its rules. */
    private static Routes awaited(Routes routes) throws InterruptedException {
        var changed = new CountDownLatch(1);
        routes.onChange(changed::countDown);
        if (!routes.loaded()) {
            changed.await(ROUTES_SECONDS, TimeUnit.SECONDS);
        }
        return routes;
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

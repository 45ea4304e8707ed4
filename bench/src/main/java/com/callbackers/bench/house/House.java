package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What runs, and its folder; all of it ends and goes with this. */
public final class House implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int GONE = 5;

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread atTheEnd = new Thread(this::close, "end");
    private boolean closed;

    private House(Path folder) {
        this.folder = folder;
    }

    public static House open() {
        try {
            var folder = Files.createTempDirectory("callbackers-bench");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            var house = new House(folder);
            Runtime.getRuntime().addShutdownHook(house.atTheEnd);
            return house;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    public Postgres postgres() {
        return postgres(false);
    }

    /** Its tables have a disk that can be full. */
    public Postgres postgresOnSmallDisk() {
        return postgres(true);
    }

    private Postgres postgres(boolean onSmallDisk) {
        var binaries = Postgres.installed()
                .orElseThrow(() -> new NotInstalledException("PostgreSQL is not installed (apt install postgresql)"));
        return add(Postgres.start(binaries, folder.resolve("postgres"), onSmallDisk));
    }

    public Names names(String... names) {
        return new Names(folder.resolve("hosts"), List.of(names));
    }

    public Rabbit rabbit() {
        var binaries = Rabbit.installed()
                .orElseThrow(
                        () -> new NotInstalledException("RabbitMQ is not installed (apt install rabbitmq-server)"));
        return add(Rabbit.start(binaries, folder.resolve("rabbit")));
    }

    /**
     * An application on this process' own classpath; returns at once.
     *
     * @param name of its log
     */
    public Child java(
            String name,
            List<String> options,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(mainClass);
        command.addAll(arguments);
        return process(name, command, environment);
    }

    /** @param name of its log */
    public Child process(String name, List<String> command, Map<String, String> environment) {
        return add(Child.start(name, command, environment, folder.resolve(name + ".log")));
    }

    /** @param health that answers 200 then */
    public void awaitReady(Child child, URI health) {
        Waiting.until(() -> child.name() + " is not ready:\n" + child.lastWords(), START, () -> {
            if (!child.isAlive()) {
                throw new IllegalStateException(child.name() + " has ended:\n" + child.lastWords());
            }
            return isWell(health);
        });
    }

    private boolean isWell(URI health) {
        try {
            var request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(GONE))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a server of metrics tells. */
    public Scrape scrape(URI metrics) {
        try {
            return Scrape.of(http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    /** The last first. */
    @Override
    public void close() {
        synchronized (parts) {
            if (closed) {
                return;
            }
            closed = true;
            while (!parts.isEmpty()) {
                try {
                    parts.pop().close();
                } catch (Exception e) {
                    System.err.println("A part of the bench did not end: " + e);
                }
            }
            delete();
        }
    }

    private void delete() {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Files of the bench are left: " + e);
        }
    }
}

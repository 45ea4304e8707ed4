package com.callbackers.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs an application as its image does, with some work, and keeps what its JVM learned: which classes it loads, links and
 * calls. The next start begins with that.
 */
public final class Training {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Training() {}

    /** The name of the application, its image, a folder to work in, one for the cache, that of examples. */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[2]);
        var trained = Path.of(arguments[3]).toAbsolutePath();
        empty(folder);
        empty(trained);
        var image = Image.unpack(Path.of(arguments[1]), folder);
        if (!image.canRun()) {
            System.err.println(
                    "WARNING: the image's Java does not run on this machine, so the image begins without a cache");
            return;
        }
        try (var servers = Servers.start();
                var work = work(arguments[0], servers, folder, Path.of(arguments[4]))) {
            train(image, servers, work, trained.resolve("application.aot"), folder.resolve("output"));
        }
        System.exit(0); // threads of the embedded parts
    }

    private static Work work(String application, Servers servers, Path folder, Path examples) throws IOException {
        return switch (application) {
            case "console" -> new ConsoleWork(folder, examples);
            case "edge" -> new EdgeWork();
            case "operator" -> new OperatorWork(folder, examples);
            case "worker" -> new WorkerWork(servers.postgres(), folder, examples);
            default -> throw new IllegalArgumentException("nothing is known to do for " + application);
        };
    }

    private static void train(Image image, Servers servers, Work work, Path cache, Path output)
            throws IOException, InterruptedException {
        var variables = new HashMap<>(servers.variables());
        variables.putAll(work.variables());
        // Objects are kept by this collector only, and then taken by any.
        variables.put("JDK_AOT_VM_OPTIONS", "-XX:-UseSerialGC -XX:+UseG1GC");
        var process = image.start(List.of("-XX:AOTCacheOutput=" + cache), variables, output);
        try {
            Http.awaitOk(work.readiness(), process);
            work.give();
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
                throw new IllegalStateException("There is no cache.");
            }
        } catch (RuntimeException e) {
            throw new IllegalStateException("The training failed: " + Files.readString(output), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whatever an earlier training left there. */
    private static void empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(folder);
    }
}

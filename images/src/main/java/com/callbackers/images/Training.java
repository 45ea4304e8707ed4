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

    /** The name of the application, its image, a folder to work in, the cache to be made, the folder of examples. */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[2]);
        var cache = Path.of(arguments[3]).toAbsolutePath();
        clear(folder);
        Files.createDirectories(folder);
        Files.createDirectories(cache.getParent());
        var image = Image.unpack(Path.of(arguments[1]), folder);
        if (!image.canRun()) {
            System.err.println(
                    "WARNING: the image's Java does not run on this machine, so the image begins without a cache");
            return;
        }
        try (var servers = Servers.start();
                var work = work(arguments[0], servers, folder, Path.of(arguments[4]))) {
            train(image, servers, work, cache, folder.resolve("output"));
        }
        System.out.printf("%s has %,d KiB%n", cache, Files.size(cache) / 1024);
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
        Files.deleteIfExists(cache);
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

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package com.callbackers.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The folder of one server, held by one process at a time; puts right what a process that was killed left there. */
final class EmbeddedPostgresDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private EmbeddedPostgresDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    static EmbeddedPostgresDirectory open(Path path) {
        var root = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            var channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IllegalStateException("The data in " + root + " is in use by another process");
            }
            var directory = new EmbeddedPostgresDirectory(root, channel);
            directory.repair();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + root + " cannot be used", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path data() {
        return root.resolve("data");
    }

    Path binaries() {
        return root.resolve("binaries");
    }

    Path log() {
        return root.resolve("log");
    }

    /** From now on there is data worth keeping. */
    void complete() {
        try {
            Files.deleteIfExists(unfinished());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exists from before the data is made until it was used once: a half-made cluster never starts. */
    private Path unfinished() {
        return root.resolve("unfinished");
    }

    private void repair() throws IOException {
        var pidFile = data().resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            orphan(pidFile).ifPresent(EmbeddedPostgresDirectory::stop);
            // Postgres trusts this file when any process has that number now
            Files.deleteIfExists(pidFile);
        }
        if (Files.exists(unfinished())) {
            delete(data());
        }
        if (!Files.exists(data())) {
            Files.writeString(unfinished(), "");
        }
        Files.writeString(log(), "");
    }

    private Optional<ProcessHandle> orphan(Path pidFile) throws IOException {
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst())).filter(this::servesThisData);
    }

    private boolean servesThisData(ProcessHandle process) {
        var info = process.info();
        return info.command().filter(c -> c.endsWith("/postgres")).isPresent()
                && info.arguments()
                        .filter(a -> Arrays.asList(a).contains(data().toString()))
                        .isPresent();
    }

    private static void stop(ProcessHandle server) {
        try {
            // SIGINT is a fast shutdown; SIGTERM would wait for clients
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .inheritIO()
                    .start();
            server.onExit().get(20, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Postgres with process id " + server.pid() + " does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}

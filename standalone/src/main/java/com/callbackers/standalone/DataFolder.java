package com.callbackers.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where everything is kept; one instance at a time has it. */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path.resolve("logs"));
            var lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new Problem(
                        "Another instance is running on " + path + "; stop it, or choose another folder with --data.");
            }
            return new DataFolder(path, lock);
        } catch (IOException e) {
            throw new Problem("The folder " + path + " (--data) cannot be written to: " + e.getMessage() + ".");
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path broker() {
        return path.resolve("broker");
    }

    Path kubernetes() {
        return path.resolve("kubernetes");
    }

    Path logs() {
        return path.resolve("logs");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // It goes with the process.
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

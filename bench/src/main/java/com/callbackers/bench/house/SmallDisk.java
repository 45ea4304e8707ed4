package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A file system of its own, in memory, that can be full. Mounting takes root. */
public final class SmallDisk implements AutoCloseable {

    private static final String ROOMY = "4g";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether this process may mount. */
    public static boolean isPossible() {
        try {
            var folder = Files.createTempDirectory("callbackers-disk");
            try {
                new SmallDisk(folder).mount().close();
                return true;
            } catch (IllegalStateException refused) {
                return false;
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SmallDisk at(Path folder) {
        try {
            return new SmallDisk(Files.createDirectories(folder)).mount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SmallDisk mount() {
        run("mount", "-t", "tmpfs", "-o", "size=" + ROOMY, "tmpfs", folder.toString());
        return this;
    }

    Path folder() {
        return folder;
    }

    /** No byte more than it holds already, or room again. */
    void setFull(boolean now) {
        // refused when it holds more by then than it was asked about
        Waiting.until("the disk to be resized", PATIENCE, () -> isResized(now ? Long.toString(used()) : ROOMY));
    }

    private boolean isResized(String size) {
        try {
            run("mount", "-o", "remount,size=" + size, folder.toString());
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    private long used() {
        try {
            var store = Files.getFileStore(folder);
            return store.getTotalSpace() - store.getUnallocatedSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... command) {
        Child.start(command[0], List.of(command), Map.of(), folder.resolveSibling("mount.log"))
                .awaitSuccess(PATIENCE);
    }

    /** Whatever still has files open there. */
    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }
}

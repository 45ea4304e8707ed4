package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs in it has no more memory, with what the kernel keeps of the files it writes, as in a container. A control group
 * of the kernel's; making one takes root.
 */
final class MemoryLimit implements AutoCloseable {

    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    /** With the first version of control groups. */
    private static final Path GROUPS_OF_MEMORY = GROUPS.resolve("memory");

    private static final String MEMBERS = "cgroup.procs";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path group;

    private MemoryLimit(Path group) {
        this.group = group;
    }

    /** Whether this process may set one. */
    static boolean isPossible() {
        try {
            MemoryLimit.of(1, "trial-" + ProcessHandle.current().pid()).close();
            return true;
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    /** @param name of the group */
    static MemoryLimit of(int mebibytes, String name) {
        var isFirstVersion = Files.isDirectory(GROUPS_OF_MEMORY);
        var limit = new MemoryLimit((isFirstVersion ? GROUPS_OF_MEMORY : GROUPS).resolve("callbackers-bench-" + name));
        try {
            Files.createDirectory(limit.group);
            limit.set(isFirstVersion ? "memory.limit_in_bytes" : "memory.max", mebibytes * 1_024L * 1_024);
            return limit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void set(String file, long bytes) throws IOException {
        try {
            Files.writeString(group.resolve(file), Long.toString(bytes));
        } catch (IOException e) {
            Files.delete(group);
            throw e;
        }
    }

    /** In it, as the same process. */
    List<String> command(List<String> command) {
        var all = new ArrayList<>(List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\""));
        all.add(group.resolve(MEMBERS).toString());
        all.addAll(command);
        return all;
    }

    /** Once all that was in it has ended. */
    @Override
    public void close() {
        Waiting.until("what is in " + group + " to end", PATIENCE, this::isEmpty);
        try {
            Files.delete(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isEmpty() {
        try {
            return Files.readString(group.resolve(MEMBERS)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

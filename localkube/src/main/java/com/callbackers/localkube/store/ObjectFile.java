package com.callbackers.localkube.store;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.json.Json.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file: one line a write, {@code put <resource> <object>} or {@code delete <resource> <namespace>/<name> <version>}. A write is
 * answered once its line is on the disk; writes that come together share one sync. When it is opened, what is no longer needed is left
 * out, and a last line that was torn by a crash is dropped: nobody had an answer for it.
 *
 * <p>It holds Secrets, so that only its owner may read it.
 */
final class ObjectFile implements ObjectLog {

    private static final String NAME = "objects.log";

    /** Versions may have been told to watchers that a crash kept from the disk; they are not given twice. */
    private static final long GAP = 1_000;

    private final FileChannel channel;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Map<Key, Stored> found;
    private final long version;
    private final ReentrantLock syncing = new ReentrantLock();
    private long length;
    private volatile long appended;
    private long synced;
    private volatile @Nullable IOException failure;

    private ObjectFile(FileChannel channel, FileChannel lockFile, FileLock lock, Contents contents) throws IOException {
        this.channel = channel;
        this.lockFile = lockFile;
        this.lock = lock;
        this.found = contents.objects;
        this.version = contents.version + GAP;
        this.length = channel.size();
        this.appended = length;
        this.synced = length;
    }

    static ObjectFile open(Path folder) {
        try {
            Files.createDirectories(folder);
            var lockFile = create(folder.resolve("lock"));
            var lock = lock(lockFile, folder);
            var file = folder.resolve(NAME);
            var contents = Contents.read(file);
            var fresh = folder.resolve(NAME + ".new");
            Files.deleteIfExists(fresh);
            var channel = create(fresh);
            write(channel, contents.compacted());
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
            return new ObjectFile(channel, lockFile, lock, contents);
        } catch (IOException e) {
            throw new UncheckedIOException("The objects in " + folder + " could not be opened: " + e.getMessage(), e);
        }
    }

    private static FileLock lock(FileChannel file, Path folder) throws IOException {
        try {
            var lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process
        }
        file.close();
        throw new IOException("another process uses " + folder);
    }

    private static FileChannel create(Path file) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, options);
    }

    /** So that the file's new name survives a crash too. */
    private static void sync(Path folder) throws IOException {
        try (var directory = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
            directory.force(true);
        }
    }

    Collection<Stored> objects() {
        return found.values();
    }

    long version() {
        return version;
    }

    @Override
    public long append(Change change) {
        refuseAfterFailure();
        try {
            write(channel, Contents.line(change));
        } catch (IOException e) {
            dropTornLine();
            throw new UncheckedIOException(e);
        }
        length = position();
        appended = length;
        return length;
    }

    private long position() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dropTornLine() {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void settle(long position) {
        syncing.lock();
        try {
            if (synced >= position) {
                return;
            }
            refuseAfterFailure();
            var upTo = appended;
            channel.force(false);
            synced = upTo;
        } catch (IOException e) {
            // whether the lines are on the disk is not known any more, so nothing may follow them
            failure = e;
            throw new UncheckedIOException(e);
        } finally {
            syncing.unlock();
        }
    }

    private void refuseAfterFailure() {
        var before = failure;
        if (before != null) {
            throw new UncheckedIOException("An earlier write failed", before);
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the lines of a file come to. */
    private static final class Contents {

        private final Map<Key, Stored> objects = new LinkedHashMap<>();
        private long version = 1;

        static Contents read(Path file) throws IOException {
            var contents = new Contents();
            if (!Files.exists(file)) {
                return contents;
            }
            try (var lines = new Lines(file)) {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    try {
                        contents.take(line);
                    } catch (MalformedException | RuntimeException e) {
                        throw new IOException("line " + lines.number() + " of " + file + " cannot be read", e);
                    }
                }
            }
            return contents;
        }

        private void take(byte[] line) throws MalformedException {
            int verbEnd = indexOf(line, 0);
            int resourceEnd = indexOf(line, verbEnd + 1);
            var verb = text(line, 0, verbEnd);
            var resource = resource(text(line, verbEnd + 1, resourceEnd));
            switch (verb) {
                case "put" -> put(resource, java.util.Arrays.copyOfRange(line, resourceEnd + 1, line.length));
                case "delete" -> delete(resource, text(line, resourceEnd + 1, line.length));
                default -> throw new IllegalArgumentException(verb);
            }
        }

        private void put(Resource resource, byte[] json) throws MalformedException {
            var tree = Json.parse(json);
            var metadata = tree.path("metadata");
            var key = new Key(
                    resource,
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText());
            var object = Stored.read(key, tree, json);
            objects.put(key, object);
            version = Math.max(version, object.resourceVersion());
        }

        private void delete(Resource resource, String rest) {
            var words = rest.split("[/ ]", -1);
            objects.remove(new Key(resource, words[0], words[1]));
            version = Math.max(version, Long.parseLong(words[2]));
        }

        static byte[] line(Change change) {
            var key = change.object().key();
            return switch (change) {
                case Change.Added added -> put(added.object());
                case Change.Modified modified -> put(modified.object());
                case Change.Deleted deleted ->
                    ("delete " + path(key.resource()) + " " + key.namespace() + "/" + key.name() + " "
                                    + deleted.resourceVersion() + "\n")
                            .getBytes(StandardCharsets.UTF_8);
            };
        }

        private static byte[] put(Stored object) {
            var start = ("put " + path(object.key().resource()) + " ").getBytes(StandardCharsets.UTF_8);
            var line = new ByteArrayOutputStream(start.length + object.json().length + 1);
            line.writeBytes(start);
            line.writeBytes(object.json());
            line.write('\n');
            return line.toByteArray();
        }

        byte[] compacted() {
            var lines = new ByteArrayOutputStream();
            // so that the version does not go back to that of the newest object
            lines.writeBytes(("delete /- / " + version + "\n").getBytes(StandardCharsets.UTF_8));
            objects.values().forEach(object -> lines.writeBytes(put(object)));
            return lines.toByteArray();
        }

        private static String path(Resource resource) {
            return resource.group() + "/" + resource.plural();
        }

        private static Resource resource(String path) {
            int slash = path.indexOf('/');
            return new Resource(path.substring(0, slash), path.substring(slash + 1));
        }

        private static int indexOf(byte[] line, int from) {
            for (int i = from; i < line.length; i++) {
                if (line[i] == ' ') {
                    return i;
                }
            }
            throw new IllegalArgumentException("too few words");
        }

        private static String text(byte[] line, int from, int to) {
            return new String(line, from, to - from, StandardCharsets.UTF_8);
        }
    }
}

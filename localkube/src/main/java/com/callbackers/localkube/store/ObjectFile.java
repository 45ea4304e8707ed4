package com.callbackers.localkube.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.EnumSet;
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
    private final Collection<Stored> found;
    private final long version;
    private final ReentrantLock syncing = new ReentrantLock();
    private long length;
    private volatile long appended;
    private long synced;
    private volatile @Nullable IOException failure;

    private ObjectFile(FileChannel channel, FileChannel lockFile, FileLock lock, ObjectLines lines) throws IOException {
        this.channel = channel;
        this.lockFile = lockFile;
        this.lock = lock;
        this.found = lines.objects();
        this.version = lines.version() + GAP;
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
            var lines = ObjectLines.read(file);
            var fresh = folder.resolve(NAME + ".new");
            Files.deleteIfExists(fresh);
            var channel = create(fresh);
            for (var line : (Iterable<byte[]>) lines.compacted()::iterator) {
                write(channel, line);
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
            return new ObjectFile(channel, lockFile, lock, lines);
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
        return found;
    }

    long version() {
        return version;
    }

    @Override
    public long append(Change change) {
        refuseAfterFailure();
        try {
            write(channel, ObjectLines.line(change));
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
}

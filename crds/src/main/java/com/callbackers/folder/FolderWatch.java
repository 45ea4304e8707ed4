package com.callbackers.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes when something changes in folders. What changed is not asked: whoever is woken looks at all of it. */
public final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /** An editor's save is several changes within a few milliseconds. */
    private static final long QUIET_MILLIS = 60;

    private static final long BUSY_MILLIS = 1_000;

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private boolean limited;

    public FolderWatch() throws IOException {
        service = FileSystems.getDefault().newWatchService();
    }

    /** These folders from now on. One that cannot be watched is left to the rescan. */
    public void follow(Collection<Path> folders) {
        keys.entrySet().removeIf(entry -> {
            var gone = !folders.contains(entry.getKey()) || !entry.getValue().isValid();
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
        for (var folder : folders) {
            if (!keys.containsKey(folder)) {
                register(folder);
            }
        }
    }

    private void register(Path folder) {
        try {
            keys.put(folder, folder.register(service, KINDS));
        } catch (IOException e) {
            if (!limited) {
                limited = true;
                LOG.atWarn()
                        .addKeyValue("folder", folder)
                        .log("A folder of rules cannot be watched; its changes are seen a little later");
            }
        }
    }

    /** Until something changed and it is quiet again, or the time is over; false when the watch was closed. */
    public boolean await(Duration atMost) throws InterruptedException {
        try {
            var key = service.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = System.nanoTime() < end ? service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) : null;
            }
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}

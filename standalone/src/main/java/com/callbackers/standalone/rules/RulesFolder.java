package com.callbackers.standalone.rules;

import com.callbackers.folder.FolderWatch;
import com.callbackers.folder.ResourceFolder;
import com.callbackers.folder.ResourceFolder.Listing;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the Kubernetes API as a folder of YAML files says, on a thread of its own, and tells what is wrong with them. */
public final class RulesFolder implements AutoCloseable {

    static final String FIELD_MANAGER = "callbackers-files";

    private static final Logger LOG = LoggerFactory.getLogger(RulesFolder.class);
    private static final Duration RESCAN = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ResourceFolder folder;
    private final Applying applying;
    private final Telling telling;
    private final FolderWatch watch;
    private final Thread thread;

    private @Nullable Listing listing;
    private boolean behind;
    private volatile boolean closed;

    private RulesFolder(Path path, KubernetesClient api, String namespace) throws IOException {
        folder = new ResourceFolder(path);
        applying = new Applying(api, namespace);
        telling = new Telling(api);
        watch = new FolderWatch();
        thread = Thread.ofPlatform().name("rules").daemon().unstarted(this::follow);
    }

    /** @param namespace for what is remembered of the folder */
    public static RulesFolder follow(Path path, KubernetesClient api, String namespace) throws IOException {
        var rules = new RulesFolder(path, api, namespace);
        rules.telling.start();
        rules.thread.start();
        return rules;
    }

    /** Until what the folder held at first is handed over, and each of its routes is at work or refused. */
    public boolean awaitJudged(Duration atMost) throws InterruptedException {
        return telling.awaitJudged(atMost);
    }

    private void follow() {
        try {
            do {
                watchFolders();
                refresh();
            } while (watch.await(behind ? RETRY : RESCAN) && !closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before reading, so that what changes while it is read wakes again. */
    private void watchFolders() {
        try {
            watch.follow(folder.folders());
        } catch (IOException e) {
            // reading runs into the same and tells it
            LOG.debug("Folders cannot be listed", e);
        }
    }

    private void refresh() {
        var changed = folder.scan();
        changed.ifPresent(now -> listing = now);
        var now = listing;
        if (now != null && (changed.isPresent() || behind)) {
            handOver(Content.of(now));
        }
    }

    private void handOver(Content content) {
        try {
            var refusals = applying.apply(content);
            telling.folder(content, refusals);
            behind = false;
        } catch (RuntimeException e) {
            if (!closed && !behind) {
                LOG.atWarn()
                        .addKeyValue("cause", e.getMessage())
                        .log("Changed rules cannot be handed over yet and are tried again every second");
            }
            behind = true;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        watch.close();
        thread.interrupt();
        telling.close();
    }
}

package com.callbackers.worker.routes;

import com.callbackers.compiler.ResourceFile;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.folder.FolderWatch;
import com.callbackers.folder.ResourceFolder;
import com.callbackers.journal.RouteVersions;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import com.callbackers.worker.routes.RouteBook.AtWork;
import com.callbackers.worker.routes.RouteBook.Objection;
import com.callbackers.worker.routes.RouteBook.Page;
import com.callbackers.worker.routes.RouteBook.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the routes as a folder of YAML files says, on a thread of its own. */
public final class RouteFolder implements RouteSource {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Path path;
    private final Duration rescan;
    private final ResourceFolder folder;
    private final RouteCompiler compiler;
    private final RouteBook book;
    private final Routes routes;
    private final ToLongBiFunction<String, String> generations;

    private final RouteLog log = new RouteLog(LOG);
    private final Delay delay =
            new Delay(LOG, "Changed rules cannot be taken over yet and are tried again every second");

    private List<ResourceFile> files = List.of();
    private List<String> folderTroubles = List.of();
    private Set<String> told = Set.of();
    private boolean behind;

    private volatile boolean closed;

    @Nullable
    private FolderWatch watch;

    @Nullable
    private Thread thread;

    public RouteFolder(RouteSettings settings, Routes routes, RouteVersions versions) {
        this(settings, routes, (route, resource) -> generation(versions, route, resource));
    }

    RouteFolder(RouteSettings settings, Routes routes, ToLongBiFunction<String, String> generations) {
        this.path = settings.routes().path();
        this.rescan = settings.routes().rescan();
        this.folder = new ResourceFolder(path);
        this.compiler = new RouteCompiler(settings.baseDomain());
        this.book = new RouteBook(compiler);
        this.routes = routes;
        this.generations = generations;
    }

    private static long generation(RouteVersions versions, String route, String resource) {
        return Objects.requireNonNull(versions.generation(route, resource).block(PATIENCE));
    }

    @Override
    public void start() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("The folder of rules " + path + " is not there; name another one with "
                    + "callbackers.routes.folder or make it");
        }
        watch = new FolderWatch();
        var following = watch;
        thread = Thread.ofPlatform().name("routes").daemon().start(() -> follow(following));
    }

    @Override
    public boolean isReported() {
        return true;
    }

    private void follow(FolderWatch changes) {
        try {
            do {
                watchFolders(changes);
                refresh();
            } while (changes.await(behind && RETRY.compareTo(rescan) < 0 ? RETRY : rescan) && !closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before reading, so that what changes while it is read wakes again. */
    private void watchFolders(FolderWatch changes) {
        try {
            changes.follow(folder.folders());
        } catch (IOException e) {
            // reading runs into the same and tells it
            LOG.debug("Folders cannot be listed", e);
        }
    }

    private void refresh() {
        try {
            var listing = folder.scan();
            if (listing.isPresent()) {
                files = listing.get().files();
                folderTroubles = listing.get().troubles();
            } else if (!behind) {
                return;
            }
            behind = true;
            turn();
            behind = false;
            delay.end();
        } catch (RuntimeException e) {
            // most likely the database is not up yet
            if (!closed) {
                delay.tell(String.valueOf(e.getMessage()));
            }
            LOG.debug("Rules could not be taken over", e);
        }
    }

    private void turn() {
        var page = book.turn(files, generations);
        var now = new HashMap<String, Route>();
        page.routes().forEach(standing -> putAtWork(standing.atWork(), now));
        var ground = Optional.of(new Ground(compiler, page.references()));
        routes.publish(RouteTable.of(now.values()), route -> ground);
        tell(page);
        log.tell(now);
    }

    private static void putAtWork(@Nullable AtWork version, Map<String, Route> routes) {
        if (version != null) {
            routes.put(version.route().name(), version.route());
        }
    }

    /** Each problem once, until it is gone. */
    private void tell(Page page) {
        var problems = new ArrayList<>(folderTroubles);
        problems.addAll(page.troubles());
        for (var standing : page.routes()) {
            standing.objections().stream()
                    .map(Objection::told)
                    .filter(objection -> !problems.contains(objection))
                    .map(objection -> objection + " (" + consequence(standing) + ")")
                    .forEach(problems::add);
        }
        problems.stream().filter(problem -> !told.contains(problem)).forEach(LOG::warn);
        told = new HashSet<>(problems);
    }

    private static String consequence(Standing standing) {
        return standing.atWork() == null
                ? "route " + standing.name() + " is not at work"
                : "generation " + standing.atWork().route().generation() + " of route " + standing.name()
                        + " stays at work";
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (watch != null) {
            watch.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}

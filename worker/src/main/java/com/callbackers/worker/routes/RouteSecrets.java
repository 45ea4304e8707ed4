package com.callbackers.worker.routes;

import com.callbackers.journal.RouteVersions;
import com.callbackers.journal.RouteVersions.Given;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import com.callbackers.worker.routes.SecretBook.Page;
import com.callbackers.worker.routes.SecretBook.Version;
import com.callbackers.worker.routes.SecretWatch.Changes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes as the operator compiled them into Secrets, on a thread of its own: while one turn is made, changes
 * gather for the next. What is at work is reported afterwards, never before.
 */
public final class RouteSecrets implements RouteSource {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSecrets.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final KubernetesClient kubernetes;
    private final SecretWatch watch;
    private final SecretBook book = new SecretBook();
    private final LeaseReport report;
    private final Routes routes;
    private final Function<Collection<Given>, Map<String, Long>> numbers;
    private final RouteLog log = new RouteLog(LOG);
    private final Delay delay = new Delay(LOG, "Changed routes cannot be taken over yet and are tried again every second");

    private Map<String, String> refused = Map.of();
    private String version = "";
    private volatile boolean closed;

    @Nullable
    private Thread thread;

    RouteSecrets(RouteSettings settings, Routes routes, RouteVersions versions) {
        this(settings, routes, given -> numbers(versions, given), KubernetesAccess.client());
    }

    /** @param kubernetes closed with this */
    RouteSecrets(
            RouteSettings settings,
            Routes routes,
            Function<Collection<Given>, Map<String, Long>> numbers,
            KubernetesClient kubernetes) {
        var place = settings.routes().kubernetes();
        this.kubernetes = kubernetes;
        this.watch = new SecretWatch(kubernetes, place.namespace());
        this.report = new LeaseReport(kubernetes, place);
        this.routes = routes;
        this.numbers = numbers;
    }

    private static Map<String, Long> numbers(RouteVersions versions, Collection<Given> given) {
        return Objects.requireNonNull(versions.numbers(given).block(PATIENCE));
    }

    @Override
    public void start() {
        report.start();
        watch.start();
        thread = Thread.ofPlatform().name("routes").daemon().start(this::follow);
    }

    @Override
    public boolean isReported() {
        return report.isThrough();
    }

    private void follow() {
        try {
            while (!closed) {
                var changes = watch.take(book.behind() ? RETRY : LOOK);
                if (changes.isPresent()) {
                    read(changes.get());
                }
                if (changes.isPresent() || book.behind()) {
                    turn();
                }
                watch.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Changes changes) throws InterruptedException {
        book.read(changes.secrets());
        version = changes.version();
    }

    private void turn() {
        try {
            if (book.behind() || !routes.loaded()) {
                put(book.turn(numbers));
            }
            delay.end();
            report.tell(new Holding(version, refused));
        } catch (RuntimeException e) {
            // most likely the database is not up yet
            if (!closed) {
                delay.tell(String.valueOf(e.getMessage()));
            }
            LOG.debug("Routes could not be taken over", e);
        }
    }

    private void put(Page page) {
        var now = new LinkedHashMap<String, Route>();
        page.versions().forEach((name, version) -> now.put(name, version.route()));
        routes.publish(
                RouteTable.of(now.values()),
                route -> Optional.ofNullable(page.versions().get(route)).map(Version::ground),
                List.of());
        tellRefused(page);
        log.tell(now);
    }

    /** Each once, until it is taken. */
    private void tellRefused(Page page) {
        page.refused().forEach((route, reason) -> {
            if (!reason.equals(refused.get(route))) {
                var atWork = page.versions().get(route);
                LOG.atWarn()
                        .addKeyValue("route", route)
                        .addKeyValue("cause", reason)
                        .addKeyValue("generation", atWork == null ? "none" : atWork.route().generation())
                        .log("Compiled route cannot be taken, the generation before stays at work");
            }
        });
        refused = page.refused();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        if (thread != null) {
            thread.interrupt();
        }
        report.close();
        book.close();
        kubernetes.close();
    }
}

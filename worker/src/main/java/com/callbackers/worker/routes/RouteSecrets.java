package com.callbackers.worker.routes;

import com.callbackers.journal.RouteVersions;
import com.callbackers.journal.RouteVersions.Given;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import com.callbackers.worker.routes.RouteSettings.Kubernetes;
import com.callbackers.worker.routes.SecretBook.Page;
import com.callbackers.worker.routes.SecretBook.Version;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Kubernetes place;
    private final Supplier<KubernetesClient> access;
    private final Routes routes;
    private final Function<Collection<Given>, Map<String, Long>> numbers;
    private final Thread thread = Thread.ofPlatform().name("routes").daemon().unstarted(this::run);
    private final Timer swaps;
    private final RouteLog log = new RouteLog(LOG);
    private final Delay delay =
            new Delay(LOG, "Changed routes cannot be taken over yet and are tried again every second");

    private Map<String, String> refused = Map.of();
    private volatile boolean reported;
    private volatile boolean closed;

    RouteSecrets(RouteSettings settings, Routes routes, RouteVersions versions, MeterRegistry meters) {
        this(settings, routes, given -> numbers(versions, given), KubernetesAccess::client, meters);
    }

    RouteSecrets(
            RouteSettings settings,
            Routes routes,
            Function<Collection<Given>, Map<String, Long>> numbers,
            Supplier<KubernetesClient> access,
            MeterRegistry meters) {
        this.place = settings.routes().kubernetes();
        this.access = access;
        this.routes = routes;
        this.numbers = numbers;
        this.swaps = Timer.builder("callbackers.worker.routes.swap")
                .description("Of the table of routes, with what has been compiled")
                .register(meters);
    }

    private static Map<String, Long> numbers(RouteVersions versions, Collection<Given> given) {
        return Objects.requireNonNull(versions.numbers(given).block(PATIENCE));
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isReported() {
        return reported;
    }

    private void run() {
        try (var kubernetes = access.get();
                var report = new LeaseReport(kubernetes, place, () -> reported = true);
                var watch = new SecretWatch(kubernetes, place.namespace());
                var book = new SecretBook()) {
            report.start();
            watch.start();
            follow(watch, book, report);
        } catch (InterruptedException e) {
            LOG.debug("Routes are no longer followed", e);
        }
    }

    private void follow(SecretWatch watch, SecretBook book, LeaseReport report) throws InterruptedException {
        var version = "";
        while (!closed) {
            var changes = watch.take(book.behind() ? RETRY : LOOK);
            if (changes.isPresent()) {
                book.read(changes.get().secrets());
                version = changes.get().version();
            }
            if ((changes.isPresent() || book.behind()) && turned(book)) {
                report.tell(new Holding(version, refused));
            }
            watch.look();
        }
    }

    private boolean turned(SecretBook book) {
        try {
            if (book.behind() || !routes.loaded()) {
                var numbered = book.number(numbers);
                tell(Objects.requireNonNull(swaps.record(() -> put(book.turn(numbered)))));
            }
            delay.end();
            return true;
        } catch (RuntimeException e) {
            // most likely the database is not up yet
            if (!closed) {
                delay.tell(String.valueOf(e.getMessage()));
            }
            LOG.debug("Routes could not be taken over", e);
            return false;
        }
    }

    private Page put(Page page) {
        routes.publish(
                RouteTable.of(
                        page.versions().values().stream().map(Version::route).toList()),
                route -> Optional.ofNullable(page.versions().get(route)).map(Version::ground));
        return page;
    }

    private void tell(Page page) {
        tellRefused(page);
        var now = new LinkedHashMap<String, Route>();
        page.versions().forEach((name, version) -> now.put(name, version.route()));
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
                        .addKeyValue(
                                "generation",
                                atWork == null ? "none" : atWork.route().generation())
                        .log("Compiled route cannot be taken, the generation before stays at work");
            }
        });
        refused = page.refused();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package com.callbackers.worker.routes;

import com.callbackers.compiler.Compilation;
import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.CompiledSecret;
import com.callbackers.compiler.Problem;
import com.callbackers.compiler.ResourceWriter;
import com.callbackers.compiler.RouteCompiler;
import com.callbackers.compiler.UnreadableRouteException;
import com.callbackers.journal.RouteVersions.Given;
import com.callbackers.route.Route;
import com.callbackers.worker.routes.SecretWatch.Change;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each compiled route is worth: compiled when it has changed, each by itself, its last good version kept while it
 * is bad. For one thread.
 */
final class SecretBook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecretBook.class);

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final ThreadPoolExecutor compiling = new ThreadPoolExecutor(
            THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SecretBook::thread);

    /** By the Secret's name, in the order in which they came: where two claim a host, the first holds it. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Read and not at work yet. */
    private final Map<String, Reading> waiting = new LinkedHashMap<>();

    SecretBook() {
        compiling.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().name("compile").daemon().unstarted(work);
    }

    /**
     * @param route namespace/name
     * @param atWork null when no version ever was good
     * @param refusal why the Secret as it is cannot be taken; null when it is at work
     */
    private record Entry(
            String route,
            @Nullable Version atWork,
            @Nullable String refusal) {}

    /**
     * A version that the worker acts by.
     *
     * @param data of the Secret; the rest is read from it when it is asked for
     * @param given the generation in Kubernetes
     */
    record Version(Map<String, String> data, long given, Route route) {

        private CompiledRoute read() {
            try {
                return CompiledSecret.read(new SecretBuilder().withData(data).build());
            } catch (UnreadableRouteException e) {
                throw new IllegalStateException("it was read before", e);
            }
        }

        Ground ground() {
            var read = read();
            return new Ground(new RouteCompiler(read.baseDomain()), read);
        }

        private boolean isOf(Reading.Good reading) {
            return given == reading.route().generation()
                    && ResourceWriter.canonical(read().resource()).equals(reading.canonical());
        }

        @Override
        public String toString() {
            return "Version[" + route.name() + ", generation " + route.generation() + "]";
        }
    }

    /** What a Secret was found to be. */
    private sealed interface Reading {

        record Good(Map<String, String> data, String canonical, Route route) implements Reading {

            @Override
            public String toString() {
                return "Good[" + route.name() + "]";
            }
        }

        record Bad(String route, String reason) implements Reading {}

        record Gone() implements Reading {}
    }

    /**
     * All as it stands.
     *
     * @param versions at work, by route
     * @param refused the reasons, by route
     */
    record Page(Map<String, Version> versions, Map<String, String> refused) {}

    /** Compiles what has changed. It is at work after the next turn. */
    void read(Map<String, Change> changes) throws InterruptedException {
        var written = new ArrayList<Secret>();
        changes.forEach((name, change) -> {
            switch (change) {
                case Change.Written now -> {
                    if (isNew(name, now.secret())) {
                        written.add(now.secret());
                    }
                }
                case Change.Deleted gone -> waiting.put(name, new Reading.Gone());
            }
        });
        var readings = written.size() == 1 ? List.of(reading(written.getFirst())) : readings(written);
        for (int i = 0; i < readings.size(); i++) {
            waiting.put(written.get(i).getMetadata().getName(), readings.get(i));
        }
    }

    /** Labels and annotations of a Secret change nothing. */
    private boolean isNew(String name, Secret secret) {
        var entry = entries.get(name);
        return waiting.containsKey(name)
                || entry == null
                || entry.atWork() == null
                || entry.refusal() != null
                || !entry.atWork().data().equals(secret.getData());
    }

    private List<Reading> readings(List<Secret> written) throws InterruptedException {
        var tasks = written.stream()
                .<Callable<Reading>>map(secret -> () -> reading(secret))
                .toList();
        var readings = new ArrayList<Reading>();
        for (var done : compiling.invokeAll(tasks)) {
            try {
                readings.add(done.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return readings;
    }

    /** Whatever is in it, it may harm nobody but its own route. */
    private static Reading reading(Secret secret) {
        var name = secret.getMetadata().getName();
        var route = CompiledSecret.route(secret)
                .filter(named -> CompiledSecret.name(named).equals(name))
                .orElse(name);
        try {
            var compiled = CompiledSecret.read(secret);
            if (!CompiledSecret.name(compiled.name()).equals(name)) {
                return new Reading.Bad(route, "it holds the route " + compiled.name() + ", which has another name");
            }
            return switch (compiled.compile()) {
                case Compilation.Compiled good ->
                    new Reading.Good(secret.getData(), ResourceWriter.canonical(compiled.resource()), good.route());
                case Compilation.Refused refused -> new Reading.Bad(route, words(refused.problems()));
            };
        } catch (UnreadableRouteException e) {
            return new Reading.Bad(route, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // its message may hold parts of the route
            LOG.debug("A compiled route cannot be read", e);
            return new Reading.Bad(
                    route, "reading it failed with " + e.getClass().getSimpleName());
        }
    }

    private static String words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }

    /** Whether something was read that is not at work yet. */
    boolean behind() {
        return !waiting.isEmpty();
    }

    /**
     * Has what was read numbered; nothing is changed yet.
     *
     * @param numbers gives the number of each new version by its route; may throw
     */
    Map<String, Long> number(Function<Collection<Given>, Map<String, Long>> numbers) {
        var unnumbered = unnumbered();
        return unnumbered.isEmpty() ? Map.of() : numbers.apply(unnumbered);
    }

    /**
     * Turns to what was read.
     *
     * @param numbered what {@link #number} gave
     */
    Page turn(Map<String, Long> numbered) {
        waiting.forEach((secret, reading) -> {
            switch (reading) {
                case Reading.Good good -> entries.put(secret, good(good, atWork(secret), numbered));
                case Reading.Bad bad -> entries.put(secret, new Entry(bad.route(), atWork(secret), bad.reason()));
                case Reading.Gone gone -> entries.remove(secret);
            }
        });
        waiting.clear();
        return page();
    }

    private List<Given> unnumbered() {
        var given = new ArrayList<Given>();
        waiting.forEach((secret, reading) -> {
            if (reading instanceof Reading.Good good) {
                var before = atWork(secret);
                if (before == null || !before.isOf(good)) {
                    given.add(new Given(good.route().name(), good.route().generation(), good.canonical()));
                }
            }
        });
        return given;
    }

    private static Entry good(Reading.Good good, @Nullable Version before, Map<String, Long> numbered) {
        var route = good.route();
        var same = before == null ? route.generation() : before.route().generation();
        var number = numbered.getOrDefault(route.name(), same);
        var version = new Version(good.data(), route.generation(), RouteBook.withGeneration(route, number));
        return new Entry(route.name(), version, null);
    }

    private @Nullable Version atWork(String secret) {
        var entry = entries.get(secret);
        return entry == null ? null : entry.atWork();
    }

    private Page page() {
        var versions = new LinkedHashMap<String, Version>();
        var refused = new TreeMap<String, String>();
        entries.values().forEach(entry -> {
            if (entry.atWork() != null) {
                versions.put(entry.route(), entry.atWork());
            }
            if (entry.refusal() != null) {
                refused.put(entry.route(), entry.refusal());
            }
        });
        return new Page(versions, refused);
    }

    @Override
    public void close() {
        compiling.shutdownNow();
    }
}

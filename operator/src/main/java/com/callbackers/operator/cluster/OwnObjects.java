package com.callbackers.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator makes of one kind, in its own namespace. What this process wrote last counts until the watch has
 * caught up with it, so that nothing is decided by what was.
 */
public final class OwnObjects<T extends HasMetadata> {

    /** namespace/name of the route that an object is for. */
    public static final String ROUTE = "callbackers.com/route";

    private static final String FIELD_MANAGER = "callbackers-operator";
    private static final String BY_ROUTE = "route";
    private static final Duration WATCHES_LAG = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final String namespace;
    private final Consumer<String> touched;
    private final Watched<T> watched;
    private final Map<String, Written<T>> written = new HashMap<>();

    /**
     * What the watch has not shown yet.
     *
     * @param object null: it is being written, or removed
     * @param removed the uid of an object that was removed
     * @param version of it; the largest for an object that was removed, none while it is being written
     * @param shown the version that the watch showed while it was being written
     * @param since in nanoseconds
     */
    private record Written<T>(@Nullable T object, @Nullable String removed, long version, long shown, long since) {

        static <T> Written<T> begun(long shown) {
            return new Written<>(null, null, -1, shown, System.nanoTime());
        }

        static <T> Written<T> as(T object, long version) {
            return new Written<>(object, null, version, -1, System.nanoTime());
        }

        static <T> Written<T> removed(String uid) {
            return new Written<>(null, uid, Long.MAX_VALUE, -1, System.nanoTime());
        }

        boolean isBegun() {
            return object == null && removed == null;
        }

        /** A watch that has not shown it for so long shows something else instead. */
        boolean isOutdated() {
            return System.nanoTime() - since > WATCHES_LAG.toNanos();
        }
    }

    private OwnObjects(
            KubernetesClient client,
            Class<T> type,
            String namespace,
            Map<String, String> labels,
            Consumer<String> touched) {
        this.client = client;
        this.namespace = namespace;
        this.touched = touched;
        this.watched = Watched.of(
                        client,
                        new Watched.Which<>(type, Set.of(namespace), selector(labels)),
                        UnaryOperator.identity(),
                        this::shown,
                        this::shownGone)
                .indexedBy(BY_ROUTE, object -> route(object).map(List::of).orElse(List.of()));
    }

    /**
     * @param labels that all of them have
     * @param touched given the route of an object that somebody else has changed or removed
     */
    static <T extends HasMetadata> OwnObjects<T> of(
            KubernetesClient client,
            Class<T> type,
            String namespace,
            Map<String, String> labels,
            Consumer<String> touched) {
        return new OwnObjects<>(client, type, namespace, labels, touched);
    }

    private static String selector(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    Watched<T> watched() {
        return watched;
    }

    public static Optional<String> route(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(annotations -> annotations.get(ROUTE));
    }

    public Optional<T> get(String name) {
        var seen = watched.get(namespace + "/" + name);
        synchronized (written) {
            return newest(written.get(name), seen);
        }
    }

    private static <T extends HasMetadata> Optional<T> newest(@Nullable Written<T> mine, Optional<T> seen) {
        if (mine == null || mine.isBegun() || mine.isOutdated()) {
            return seen;
        }
        var object = mine.object();
        if (object != null) {
            return seen.filter(other -> version(other) > mine.version()).or(() -> Optional.of(object));
        }
        return seen.filter(other -> !Objects.equals(other.getMetadata().getUid(), mine.removed()));
    }

    public Stream<T> all() {
        var names = watched.all().map(object -> object.getMetadata().getName()).collect(Collectors.toSet());
        synchronized (written) {
            names.addAll(written.keySet());
        }
        return names.stream().map(this::get).flatMap(Optional::stream);
    }

    /** @param route namespace/name */
    public List<T> of(String route) {
        var names = watched.by(BY_ROUTE, route)
                .map(object -> object.getMetadata().getName())
                .collect(Collectors.toSet());
        synchronized (written) {
            written.values().stream()
                    .map(Written::object)
                    .filter(Objects::nonNull)
                    .filter(object -> route(object).filter(route::equals).isPresent())
                    .forEach(object -> names.add(object.getMetadata().getName()));
        }
        return names.stream()
                .sorted()
                .map(this::get)
                .flatMap(Optional::stream)
                .filter(object -> route(object).filter(route::equals).isPresent())
                .toList();
    }

    /**
     * Writes it unless it is so already.
     *
     * @return as it is now
     */
    public T bring(T desired) {
        var name = desired.getMetadata().getName();
        var marked = Covering.marked(desired);
        var actual = get(name).filter(object -> Covering.covers(object, marked));
        return actual.isPresent() ? actual.get() : write(name, marked);
    }

    private T write(String name, T desired) {
        synchronized (written) {
            written.put(name, Written.begun(-1));
        }
        T now;
        try {
            now = client.resource(desired)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        } catch (RuntimeException e) {
            synchronized (written) {
                written.remove(name);
            }
            throw e;
        }
        if (settle(name, now)) {
            route(now).ifPresent(touched);
        }
        return now;
    }

    /** Whether somebody else was here meanwhile. */
    private boolean settle(String name, T now) {
        var version = version(now);
        synchronized (written) {
            var begun = written.get(name);
            var shown = begun == null ? -1 : begun.shown();
            if (shown >= version) {
                written.remove(name);
            } else {
                written.put(name, Written.as(now, version));
            }
            return shown > version;
        }
    }

    /** Unless somebody has changed it meanwhile: that fails, and is to be looked at again. */
    public void remove(T object) {
        var name = object.getMetadata().getName();
        client.resource(object)
                .lockResourceVersion(object.getMetadata().getResourceVersion())
                .delete();
        synchronized (written) {
            if (watched.get(namespace + "/" + name).isPresent()) {
                written.put(name, Written.removed(object.getMetadata().getUid()));
            } else {
                written.remove(name);
            }
        }
    }

    private void shown(T object) {
        if (isForeign(object)) {
            route(object).ifPresent(touched);
        }
    }

    private boolean isForeign(T object) {
        var name = object.getMetadata().getName();
        var version = version(object);
        synchronized (written) {
            var mine = written.get(name);
            if (mine == null) {
                return true;
            }
            if (mine.isBegun()) {
                written.put(name, Written.begun(version));
                return false;
            }
            if (mine.object() != null && version >= mine.version()) {
                written.remove(name);
                return version > mine.version();
            }
            return false;
        }
    }

    private void shownGone(T object) {
        Written<T> mine;
        synchronized (written) {
            mine = written.get(object.getMetadata().getName());
            if (mine != null && !mine.isBegun() && mine.version() > version(object)) {
                // an older one than was written since, or what this process removed itself
                if (mine.object() == null) {
                    written.remove(object.getMetadata().getName());
                }
                return;
            }
            written.remove(object.getMetadata().getName());
        }
        route(object).ifPresent(touched);
    }

    private static long version(HasMetadata object) {
        return Versions.number(object.getMetadata().getResourceVersion());
    }
}

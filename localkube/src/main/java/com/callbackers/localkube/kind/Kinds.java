package com.callbackers.localkube.kind;

import com.callbackers.localkube.schema.InvalidSchemaException;
import com.callbackers.localkube.store.Change;
import com.callbackers.localkube.store.Resource;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds that are served now: they come and go with the definitions in the store. */
public final class Kinds {

    public static final Resource DEFINITIONS = new Resource("apiextensions.k8s.io", "customresourcedefinitions");

    private static final Logger LOG = LoggerFactory.getLogger(Kinds.class);

    private final List<Kind> builtIn = BuiltInKinds.all();
    private final Map<String, List<Kind>> byDefinition = new ConcurrentHashMap<>();
    private volatile List<Kind> all = builtIn;

    public static Kinds of(Store store) {
        var kinds = new Kinds();
        store.list(DEFINITIONS, null).objects().forEach(kinds::define);
        store.listen(change -> {
            if (change.object().key().resource().equals(DEFINITIONS)) {
                kinds.take(change);
            }
        });
        return kinds;
    }

    private void take(Change change) {
        switch (change) {
            case Change.Added added -> define(added.object());
            case Change.Modified modified -> define(modified.object());
            case Change.Deleted deleted -> {
                byDefinition.remove(deleted.object().key().name());
                collect();
            }
        }
    }

    private void define(Stored definition) {
        try {
            byDefinition.put(definition.key().name(), CustomKinds.of(definition.tree()));
        } catch (InvalidSchemaException e) {
            // it was checked when it was written, by another version of these rules
            LOG.atError()
                    .addKeyValue("definition", definition.key().name())
                    .setCause(e)
                    .log("a kind is not served");
        }
        collect();
    }

    private void collect() {
        var kinds = new ArrayList<>(builtIn);
        byDefinition.values().forEach(kinds::addAll);
        all = List.copyOf(kinds);
    }

    public List<Kind> all() {
        return all;
    }

    public Optional<Kind> find(String group, String version, String plural) {
        return all.stream()
                .filter(kind -> kind.plural().equals(plural)
                        && kind.version().equals(version)
                        && kind.group().equals(group))
                .findFirst();
    }

    /** In any version; the one that is preferred. */
    public Optional<Kind> find(Resource resource) {
        return all.stream().filter(kind -> kind.resource().equals(resource)).min(PREFERRED_FIRST);
    }

    /** Stable versions before beta before alpha, newer before older. */
    public static final Comparator<Kind> PREFERRED_FIRST =
            Comparator.comparing(Kind::version, new VersionOrder().reversed());
}

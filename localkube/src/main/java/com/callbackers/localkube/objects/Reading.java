package com.callbackers.localkube.objects;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.select.Selection;
import com.callbackers.localkube.store.Key;
import com.callbackers.localkube.store.Store;
import com.callbackers.localkube.store.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets one object, or lists many. */
public final class Reading {

    /**
     * A part of a list.
     *
     * @param resourceVersion of the list's first part: who watches from there misses nothing that changed while the parts were read
     * @param more what to ask the next part with, none when this is the last
     */
    public record Page(
            List<Stored> objects,
            long resourceVersion,
            @Nullable String more) {}

    private final Store store;

    public Reading(Store store) {
        this.store = store;
    }

    public Stored get(Kind kind, String namespace, String name) {
        return store.get(kind.key(namespace, name)).orElseThrow(() -> RefusedException.notFound(kind.subject(name)));
    }

    /**
     * @param namespace none for all namespaces
     * @param limit of the objects to be given, 0 for none
     * @param more from the part before, none for the first
     */
    public Page list(Kind kind, @Nullable String namespace, Selection selection, int limit, @Nullable String more) {
        var name = selection.fields().name();
        if (name.isPresent() && namespace != null && more == null) {
            return one(kind.key(namespace, name.get()), selection);
        }
        var start = more == null ? null : Continuation.parse(more);
        var listed = store.list(kind.storage(), namespace, start == null ? null : start.after(kind));
        var version = start == null ? listed.resourceVersion() : start.version;
        var found = new ArrayList<Stored>();
        for (var object : listed.objects()) {
            if (!selection.fits(object)) {
                continue;
            }
            if (limit > 0 && found.size() == limit) {
                return new Page(
                        found,
                        version,
                        Continuation.text(version, found.getLast().key()));
            }
            found.add(object);
        }
        return new Page(found, version, null);
    }

    private Page one(Key key, Selection selection) {
        var version = store.version();
        var found = store.get(key).filter(selection::fits).map(List::of).orElse(List.of());
        return new Page(found, version, null);
    }

    private record Continuation(long version, String namespace, String name) {

        static String text(long version, Key key) {
            var text = version + "/" + key.namespace() + "/" + key.name();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Continuation parse(String text) {
            try {
                var words = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", -1);
                return new Continuation(Long.parseLong(words[0]), words[1], words[2]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw RefusedException.badRequest("continue key is not valid: " + text);
            }
        }

        Key after(Kind kind) {
            return new Key(kind.storage(), namespace, name);
        }
    }
}

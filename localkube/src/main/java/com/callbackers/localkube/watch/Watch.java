package com.callbackers.localkube.watch;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.rendering.Renderer;
import com.callbackers.localkube.select.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher asks for.
 *
 * @param namespace none for all namespaces
 * @param from the version after which to begin; 0 to begin with what there is
 * @param bookmarks whether it wants to be told versions in which nothing of its concern happened
 * @param initialEventsEnd whether it is to be told when all that there was is told
 * @param seconds after which it ends, 0 for none
 */
public record Watch(
        Kind kind,
        @Nullable String namespace,
        Selection selection,
        Renderer renderer,
        long from,
        boolean bookmarks,
        boolean initialEventsEnd,
        long seconds) {}

package com.callbackers.journal;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Tells onlookers what changed: the first at once, and what follows shortly after together with all that follows by then. */
final class Onlookers {

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Nobody looks at more between two pauses. */
    private static final int MOST = 10 * Changes.MAX_IDS;

    private final DatabaseClient database;
    private final Set<UUID> untold = new LinkedHashSet<>();
    private boolean telling;

    Onlookers(DatabaseClient database) {
        this.database = database;
    }

    /** Beside the work, and never in its way. */
    void tell(Collection<UUID> changed) {
        synchronized (this) {
            untold.addAll(changed);
            for (var oldest = untold.iterator(); untold.size() > MOST; ) {
                oldest.next();
                oldest.remove();
            }
            if (telling || untold.isEmpty()) {
                return;
            }
            telling = true;
        }
        tellNext();
    }

    private void tellNext() {
        var next = next();
        if (!next.isEmpty()) {
            Changes.tell(database, next).then(Mono.delay(PAUSE)).subscribe(paused -> tellNext());
        }
    }

    private synchronized List<UUID> next() {
        var next = List.copyOf(untold);
        untold.clear();
        telling = !next.isEmpty();
        return next;
    }
}

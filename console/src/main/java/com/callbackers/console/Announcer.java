package com.callbackers.console;

import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells workers what the journal holds already: when that fails the sweep finds it a little later. */
final class Announcer {

    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final WorkQueue queue;

    Announcer(WorkQueue queue) {
        this.queue = queue;
    }

    void announce(Work work, UUID id) {
        queue.announce(work, List.of(id)).whenComplete((done, error) -> {
            if (error != null) {
                log.atWarn()
                        .addKeyValue("work", work)
                        .addKeyValue("id", id)
                        .addKeyValue("error", error.toString())
                        .log("Not announced, left to the sweep");
            }
        });
    }
}

package com.callbackers.queue;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Tells workers quickly what is due. The journal's sweep finds whatever a queue loses. */
public interface WorkQueue extends AutoCloseable {

    /** Ids of one message at most. */
    int BATCH = 256;

    /**
     * Messages in hand of one listener at most: enough of small ones to fill what is done together; what it has, an idle
     * one beside it can't take.
     */
    int PREFETCH = 128;

    /** Completes once the broker has confirmed every message, exceptionally when it has not within three seconds. Never blocks. */
    CompletionStage<Void> announce(Work work, Collection<UUID> ids);

    /** Calls the handler for each message; acknowledges when its stage completes, however it ends, since what failed stays due. */
    Listening listen(Work work, Function<List<UUID>, CompletionStage<Void>> handler);

    @Override
    void close();

    /** Ends with {@link #close}, once what is in hand has been handled. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}

package com.callbackers.localkube.store;

import org.jspecify.annotations.Nullable;

/** What one write did. */
public sealed interface Change {

    /** The object after the write; of one that is gone, its last state with the version at which it went. */
    Stored object();

    /** The object before the write. */
    @Nullable
    Stored before();

    default long resourceVersion() {
        return object().resourceVersion();
    }

    record Added(Stored object) implements Change {
        @Override
        public @Nullable Stored before() {
            return null;
        }
    }

    record Modified(Stored object, Stored before) implements Change {}

    record Deleted(Stored object, Stored before) implements Change {}
}

package com.callbackers.journal;

import org.jspecify.annotations.Nullable;

/** The journal will never hold this one: trying again is of no use. */
public final class UnstorableException extends NotDurableException {

    UnstorableException(@Nullable Throwable cause) {
        super("The journal cannot hold this callback", cause);
    }
}

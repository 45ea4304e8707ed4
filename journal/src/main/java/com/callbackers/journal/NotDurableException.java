package com.callbackers.journal;

import org.jspecify.annotations.Nullable;

/** The journal holds no copy. */
public class NotDurableException extends RuntimeException {

    public NotDurableException(String message) {
        this(message, null);
    }

    /** Without a stack trace: while a database is away there is one of these for each request. */
    public NotDurableException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}

package com.callbackers.journal;

/** No durable copy exists: the sender has to try again. */
public final class NotDurableException extends RuntimeException {

    public NotDurableException(String message, Throwable cause) {
        super(message, cause);
    }
}

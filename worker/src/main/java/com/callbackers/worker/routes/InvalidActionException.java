package com.callbackers.worker.routes;

/** An action that was given with a replay cannot be used; the message says why, in words and without secrets. */
public final class InvalidActionException extends Exception {

    InvalidActionException(String message, Throwable cause) {
        super(message, cause);
    }
}

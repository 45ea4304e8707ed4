package com.callbackers.compiler;

/** What is said to be a compiled route is none that this version knows; the message says why, without secrets. */
public final class UnreadableRouteException extends Exception {

    UnreadableRouteException(String message) {
        super(message);
    }
}

package com.callbackers.worker.routes;

/** An earlier generation of a route cannot be used today; the message says why, in words and without secrets. */
public final class RouteVersionException extends RuntimeException {

    RouteVersionException(String message) {
        super(message);
    }
}

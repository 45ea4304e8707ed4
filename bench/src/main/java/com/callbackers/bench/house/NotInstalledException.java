package com.callbackers.bench.house;

/** A server that is measured with has to be installed first; the message tells which and how. */
public final class NotInstalledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotInstalledException(String message) {
        super(message);
    }
}

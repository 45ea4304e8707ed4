package com.callbackers.worker.routes;

import org.slf4j.Logger;

/** Tells why something is not done yet: each cause once, until it is done. */
final class Delay {

    private final Logger log;
    private final String message;
    private String told = "";

    Delay(Logger log, String message) {
        this.log = log;
        this.message = message;
    }

    synchronized void tell(String cause) {
        if (!cause.equals(told)) {
            told = cause;
            log.atWarn().addKeyValue("cause", cause).log(message);
        }
    }

    /** @return whether there was one */
    synchronized boolean end() {
        var ended = !told.isEmpty();
        told = "";
        return ended;
    }
}

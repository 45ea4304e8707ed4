package com.callbackers.worker.outbound;

/** A request that is not sent; the message says why, in words. */
final class ForbiddenRequestException extends RuntimeException {

    ForbiddenRequestException(String message) {
        super(message, null, false, false);
    }
}

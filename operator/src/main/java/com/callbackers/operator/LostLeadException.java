package com.callbackers.operator;

/** Another operator may lead by now, so this one must not go on. */
public final class LostLeadException extends RuntimeException {

    LostLeadException() {
        super("the lead is lost: the lease could not be renewed in time");
    }
}

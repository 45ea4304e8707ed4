package com.callbackers.expression;

/** A function was given something that it cannot use; says so in words of ours, without what it was given. */
final class UnusableException extends IllegalArgumentException {

    UnusableException(String message) {
        super(message);
    }
}

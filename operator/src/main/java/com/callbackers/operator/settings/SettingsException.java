package com.callbackers.operator.settings;

/** A setting cannot be used; the message names it and says what would do. */
public final class SettingsException extends RuntimeException {

    public SettingsException(String message) {
        super(message);
    }
}

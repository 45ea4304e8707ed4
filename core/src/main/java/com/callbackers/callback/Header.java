package com.callbackers.callback;

/** One header line, its name as it was written. */
public record Header(String name, String value) {

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}

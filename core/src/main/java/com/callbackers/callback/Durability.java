package com.callbackers.callback;

import java.util.Locale;

/** Which durable copy stood behind the answer to the sender. */
public enum Durability {
    JOURNAL,
    QUEUE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Durability of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

package com.callbackers.delivery;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryState {
    PENDING,
    DELIVERED,
    RETRYING,
    /** Given up: by the receiver's answer, or at the end of the schedule. */
    EXHAUSTED,
    CANCELLED,
    /** The destination is suspended, or its breaker is open, or what it needs is missing. */
    WAITING;

    public boolean open() {
        return this == PENDING || this == RETRYING || this == WAITING;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

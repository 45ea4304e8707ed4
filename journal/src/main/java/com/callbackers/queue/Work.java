package com.callbackers.queue;

/** What the ids of a message stand for. */
public enum Work {
    /** Callbacks to decide. */
    CALLBACKS("callbackers.callbacks"),
    /** Deliveries to make. */
    DELIVERIES("callbackers.deliveries");

    private final String queue;

    Work(String queue) {
        this.queue = queue;
    }

    public String queue() {
        return queue;
    }
}

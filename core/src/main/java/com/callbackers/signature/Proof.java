package com.callbackers.signature;

/** Whether a sender is proved. */
public sealed interface Proof {

    record Proved() implements Proof {}

    /** @param why in words, without any secret or expected signature */
    record NotProved(String why) implements Proof {}
}

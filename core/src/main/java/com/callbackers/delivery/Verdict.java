package com.callbackers.delivery;

import java.time.Instant;

/** What an outcome means for the delivery. */
public sealed interface Verdict {

    record Done() implements Verdict {}

    record RetryAt(Instant at, String reason) implements Verdict {}

    record GiveUp(String reason) implements Verdict {}
}

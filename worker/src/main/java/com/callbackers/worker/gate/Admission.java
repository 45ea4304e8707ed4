package com.callbackers.worker.gate;

import java.time.Instant;

/** Whether a delivery may go now. */
public sealed interface Admission {

    /** It may; whoever got this has to leave the gate afterwards. */
    record Go() implements Admission {}

    /** The destination has all it takes; there is room at a moment. */
    record Later(Instant at) implements Admission {}

    /** The destination fails, and is not asked before a moment. */
    record Broken(Instant until, String reason) implements Admission {}
}

package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** @param rejected why it is never to be acted on; null: it is to be decided */
public record Arrival(Callback callback, @Nullable String rejected) {

    CallbackState state() {
        return rejected == null ? CallbackState.RECEIVED : CallbackState.REJECTED;
    }

    @Nullable
    Instant dueAt(Duration after) {
        return rejected == null ? callback.receivedAt().plus(after) : null;
    }

    /** Others get theirs with the decision, once it is known whether the sender has a name. */
    @Nullable
    String caller() {
        return rejected == null ? null : Fingerprint.of(callback);
    }
}

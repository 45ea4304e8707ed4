package com.callbackers.worker.lookup;

import com.callbackers.route.Action;

/** What a delivery is to do. */
public sealed interface Found {

    record Ready(Action action) implements Found {}

    /** Not now: something is suspended or missing. */
    record Held(String reason) implements Found {}
}

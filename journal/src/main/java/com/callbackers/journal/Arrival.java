package com.callbackers.journal;

import com.callbackers.callback.Callback;
import org.jspecify.annotations.Nullable;

/** @param rejected why it is never to be acted on; null: it is to be decided */
public record Arrival(Callback callback, @Nullable String rejected) {}

package com.callbackers.delivery;

import org.jspecify.annotations.Nullable;

/** How long the parts of an attempt took, in milliseconds; null where it did not get that far. */
public record Timings(
        @Nullable Long connectMillis, @Nullable Long firstByteMillis, long totalMillis) {}

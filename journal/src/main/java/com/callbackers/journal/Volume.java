package com.callbackers.journal;

import java.time.Instant;

/**
 * How many callbacks arrived in a part of a time.
 *
 * @param failures those of which a delivery was given up
 */
public record Volume(Instant from, long callbacks, long failures) {}

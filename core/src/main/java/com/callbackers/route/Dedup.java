package com.callbackers.route;

import com.callbackers.expression.Expression;
import java.time.Duration;

/**
 * How a rule knows a repeat.
 *
 * @param key callbacks for which this gives the same value are the same
 * @param window how long after one of them the others are repeats
 */
public record Dedup(Expression key, Duration window) {}

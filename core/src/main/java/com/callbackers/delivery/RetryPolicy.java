package com.callbackers.delivery;

import java.time.Duration;
import java.util.Set;

/**
 * When and how often an action is tried again.
 *
 * @param timeout for the whole attempt
 * @param retryOn {@code Connection}, {@code Timeout}, a status such as {@code 503} or a class such as {@code 5xx};
 *     empty: the default of the action's type
 */
public record RetryPolicy(RetrySchedule schedule, Duration timeout, Set<String> retryOn) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(RetrySchedule.DEFAULT, Duration.ofSeconds(15), Set.of());
}

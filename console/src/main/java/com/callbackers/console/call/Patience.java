package com.callbackers.console.call;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** How long a call waits for the database: one that is frozen gives no sign of it. */
public final class Patience {

    /** A little longer than the database's own limit for a statement, in {@code console.yaml}. */
    private static final Duration LONGEST = Duration.ofSeconds(17);

    private Patience() {}

    public static <T> Mono<T> limited(Mono<T> answer) {
        return answer.timeout(LONGEST);
    }
}

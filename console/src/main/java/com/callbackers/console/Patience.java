package com.callbackers.console;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** How long a call waits for the database: one that is frozen gives no sign of it. */
final class Patience {

    /** A little longer than the database's own limit for a statement, in {@code console.yaml}. */
    private static final Duration LONGEST = Duration.ofSeconds(17);

    private Patience() {}

    static <T> Mono<T> limited(Mono<T> answer) {
        return answer.timeout(LONGEST);
    }
}

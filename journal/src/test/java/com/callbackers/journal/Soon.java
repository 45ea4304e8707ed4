package com.callbackers.journal;

import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** What a chain gives, for tests that wait for it. */
final class Soon {

    static final Duration SOON = Duration.ofSeconds(30);

    private Soon() {}

    static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(SOON));
    }

    static void done(Mono<?> mono) {
        mono.then().block(SOON);
    }
}

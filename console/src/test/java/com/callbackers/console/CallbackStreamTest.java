package com.callbackers.console;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import reactor.test.StepVerifier;

class CallbackStreamTest {

    @Test
    void aCommentIsSentAtOnceAndThenEvery15Seconds() {
        StepVerifier.withVirtualTime(() -> CallbackStream.heartbeats().mapNotNull(ServerSentEvent::comment))
                .expectSubscription()
                .expectNext("heartbeat")
                .expectNoEvent(Duration.ofSeconds(15))
                .expectNext("heartbeat")
                .expectNoEvent(Duration.ofSeconds(15))
                .expectNext("heartbeat")
                .thenCancel()
                .verify();
    }

    @Test
    void aClientThatDoesNotReadGetsNoHeapOfComments() {
        StepVerifier.withVirtualTime(CallbackStream::heartbeats, 1)
                .expectNextCount(1)
                .thenAwait(Duration.ofHours(1))
                .thenRequest(1)
                .thenAwait(Duration.ofSeconds(15))
                .expectNextCount(1)
                .thenCancel()
                .verify();
    }
}

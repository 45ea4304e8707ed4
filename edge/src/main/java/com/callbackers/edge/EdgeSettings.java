package com.callbackers.edge;

import com.callbackers.queue.QueueType;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the edge takes requests in.
 *
 * @param bodyLimit the largest body that is kept; a request with a larger one is recorded without it and answered 413
 * @param bodiesInMemory what all bodies together may take while they are not yet durable; beyond it the answer is 503
 * @param trustedProxies address ranges (CIDR) whose X-Forwarded-For is believed
 * @param readTimeout within which a request's head, and then its body, has to be whole
 * @param idleTimeout after which a connection without a request is closed; longer than a load balancer keeps it
 * @param acceptQueue connections that the system keeps waiting until they are accepted
 * @param appendQueue callbacks that wait to be written to the journal; beyond it the queue takes them
 * @param appendTimeout for one write to the journal, and for the wait before it; beyond it the queue takes it
 * @param intakeQueue whether callbacks go to a queue of the broker while the journal does not take them; its messages
 *     have to survive the broker's restart
 * @param queueType how the broker keeps the queues; the same for all that use them
 * @param retryAfter what a 503 tells the sender to wait, in whole seconds
 */
@ConfigurationProperties("callbackers.edge")
record EdgeSettings(
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue("64MB") DataSize bodiesInMemory,
        @DefaultValue List<AddressRange> trustedProxies,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("75s") Duration idleTimeout,
        @DefaultValue("1024") int acceptQueue,
        @DefaultValue("10000") int appendQueue,
        @DefaultValue("500ms") Duration appendTimeout,
        @DefaultValue("true") boolean intakeQueue,
        @DefaultValue("quorum") QueueType queueType,
        @DefaultValue("5s") Duration retryAfter) {

    EdgeSettings {
        check(
                bodyLimit.toBytes() >= 0
                        && bodyLimit.toBytes() <= DataSize.ofMegabytes(512).toBytes(),
                "body-limit is from 0B to 512MB, not " + bodyLimit);
        check(
                bodiesInMemory.compareTo(bodyLimit) >= 0,
                "bodies-in-memory holds at least one body of body-limit, not " + bodiesInMemory);
        check(readTimeout.isPositive(), "read-timeout is more than nothing, not " + readTimeout);
        check(idleTimeout.isPositive(), "idle-timeout is more than nothing, not " + idleTimeout);
        check(acceptQueue > 0, "accept-queue is at least 1, not " + acceptQueue);
        check(appendQueue > 0, "append-queue is at least 1, not " + appendQueue);
        check(appendTimeout.isPositive(), "append-timeout is more than nothing, not " + appendTimeout);
        check(retryAfter.toSeconds() > 0, "retry-after is at least 1s, not " + retryAfter);
        trustedProxies = List.copyOf(trustedProxies);
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException("callbackers.edge." + sentence);
        }
    }
}

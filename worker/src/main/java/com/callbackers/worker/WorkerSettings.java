package com.callbackers.worker;

import com.callbackers.queue.QueueType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of a worker.
 *
 * @param lease how long a delivery is held by the worker that attempts it. It bounds an attempt's timeout too, which is
 *     at least ten seconds shorter, so that the attempt is recorded before the lease ends.
 * @param sweepEvery how often the journal is searched for what is due
 * @param announceAgain after how long something that was announced and not done is announced again
 * @param decideConcurrency threads that evaluate expressions
 * @param deliverConcurrency deliveries in hand at once; each destination has its own, smaller limit
 * @param responseLimit how much of an answer's body is kept
 * @param drain how long a stopping worker waits for what it has in hand
 * @param queueType how the broker keeps the queues; the same for all that use them
 * @param outbound what routes may reach beyond public addresses: ranges ({@code 10.1.0.0/16}), hosts
 *     ({@code erp.internal}), domains ({@code *.erp.internal})
 */
@Validated
@ConfigurationProperties("callbackers.worker")
record WorkerSettings(
        @DefaultValue("60s") @DurationMin(seconds = 15) Duration lease,
        @DefaultValue("1s") @DurationMin(millis = 50) Duration sweepEvery,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration announceAgain,
        @DefaultValue("2") @Positive @Max(256) int decideConcurrency,
        @DefaultValue("512") @Positive @Max(100_000) int deliverConcurrency,
        @DefaultValue("64KB") DataSize responseLimit,
        @DefaultValue("20s") Duration drain,
        @DefaultValue("quorum") QueueType queueType,
        @DefaultValue Outbound outbound) {

    record Outbound(@DefaultValue List<String> allow) {}
}

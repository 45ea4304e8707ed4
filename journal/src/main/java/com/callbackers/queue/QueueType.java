package com.callbackers.queue;

import java.util.Map;

/** How the broker keeps the queues. */
public enum QueueType {
    /** Replicated; needs RabbitMQ. */
    QUORUM,
    /** On one node; any AMQP 0-9-1 broker has it. */
    CLASSIC;

    Map<String, Object> arguments() {
        return switch (this) {
            case QUORUM -> Map.of("x-queue-type", "quorum");
            case CLASSIC -> Map.of();
        };
    }
}

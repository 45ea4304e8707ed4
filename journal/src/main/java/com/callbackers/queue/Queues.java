package com.callbackers.queue;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;

/** Makes durable queues on a connection. One that is there already with other settings serves as it is. */
record Queues(List<String> names, QueueType type) {

    private static final Logger log = LoggerFactory.getLogger(Queues.class);

    void declare(Connection connection) {
        for (var queue : names) {
            // A channel each: a refusal ends the channel it was asked on.
            try (Channel channel = connection.createChannel(false)) {
                channel.queueDeclare(queue, true, false, false, type.arguments());
            } catch (IOException | TimeoutException e) {
                log.atWarn()
                        .addKeyValue("queue", queue)
                        .addKeyValue("type", type)
                        .addKeyValue("reason", reason(e))
                        .log("The queue could not be made");
            }
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
}

package com.callbackers.bench.load;

import com.callbackers.bench.house.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Requests that were all accepted and have come to their receiver. */
public record Delivered(List<Sent> sent, Receiver receiver) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of what a sender sends within some time from now; waits until all of it has arrived. */
    public static Delivered within(Duration time, Sender sender, Receiver receiver) {
        var begin = System.nanoTime();
        Waiting.pause(time.toMillis());
        var end = System.nanoTime();
        var sent = sender.since(begin).stream().filter(one -> one.at() < end).toList();
        return await(sent, receiver);
    }

    public static Delivered await(List<Sent> sent, Receiver receiver) {
        Waiting.until("all to be accepted and received", PATIENCE, () -> sent.stream()
                .allMatch(one -> one.isAccepted() && receiver.receivedAt(id(one)) > 0));
        return new Delivered(sent, receiver);
    }

    private static String id(Sent sent) {
        return Objects.requireNonNullElse(sent.id(), "none");
    }

    /** From the moment that a request was due to its answer. */
    public Histogram toAnswer() {
        return micros(one -> one.answeredAt() - one.at());
    }

    /** From the answer to the receiver having it. */
    public Histogram toReceipt() {
        return micros(one -> receiver.receivedAt(id(one)) - one.answeredAt());
    }

    private Histogram micros(ToLongFunction<Sent> nanos) {
        var micros = new Histogram(3);
        sent.forEach(one -> micros.recordValue(Math.max(0, nanos.applyAsLong(one) / 1_000)));
        return micros;
    }

    public static void tell(Map<String, Object> figures, String name, Histogram micros) {
        figures.put(name + "P50Millis", micros.getValueAtPercentile(50) / 1_000.0);
        figures.put(name + "P99Millis", micros.getValueAtPercentile(99) / 1_000.0);
        figures.put(name + "MaxMillis", micros.getMaxValue() / 1_000.0);
    }
}

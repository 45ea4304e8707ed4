package com.callbackers.edge;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Durability;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What the edge counts. */
final class EdgeMetrics {

    private final MeterRegistry registry;
    private final Map<String, Timer> answers = new ConcurrentHashMap<>();
    private final Map<Durability, Counter> accepted = new EnumMap<>(Durability.class);
    private final Map<Durability, Counter> rejected = new EnumMap<>(Durability.class);
    private final DistributionSummary bytes;
    private final DistributionSummary batch;
    private final Counter announced;
    private final Counter unannounced;

    EdgeMetrics(MeterRegistry registry, Room room) {
        this.registry = registry;
        for (Durability durability : Durability.values()) {
            accepted.put(durability, recorded("accepted", durability));
            rejected.put(durability, recorded("rejected", durability));
        }
        this.bytes = DistributionSummary.builder("callbackers.edge.body.size")
                .baseUnit("bytes")
                .description("Bodies of recorded callbacks, as sent or announced")
                .register(registry);
        this.batch = DistributionSummary.builder("callbackers.edge.append.batch")
                .description("Callbacks that were made durable together")
                .register(registry);
        this.announced = announcements("confirmed");
        this.unannounced = announcements("failed");
        Gauge.builder("callbackers.edge.bodies.memory", room, Room::taken)
                .baseUnit("bytes")
                .description("Memory of bodies that are not yet durable")
                .register(registry);
    }

    void recorded(Arrival arrival, Durability durability) {
        Callback callback = arrival.callback();
        Objects.requireNonNull((arrival.rejected() == null ? accepted : rejected).get(durability))
                .increment();
        bytes.record((double) callback.size());
    }

    void answered(Receipt receipt, long nanos) {
        answers.computeIfAbsent(receipt.label(), this::answers).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Callbacks that were made durable together. */
    void durable(int callbacks) {
        batch.record(callbacks);
    }

    /** Failing is no loss: the sweep announces them later. */
    void announced(int ids, boolean confirmed) {
        (confirmed ? announced : unannounced).increment(ids);
    }

    void watch(Appender appender) {
        Gauge.builder("callbackers.edge.append.waiting", appender, Appender::waiting)
                .description("Callbacks that wait to be written to the journal")
                .register(registry);
    }

    private Counter recorded(String result, Durability durability) {
        return Counter.builder("callbackers.edge.callbacks")
                .tag("result", result)
                .tag("durability", durability.label())
                .description("Callbacks that are durable")
                .register(registry);
    }

    private Counter announcements(String result) {
        return Counter.builder("callbackers.edge.announcements")
                .tag("result", result)
                .description("Callbacks that workers were told of at once; the sweep finds the others")
                .register(registry);
    }

    private Timer answers(String result) {
        return Timer.builder("callbackers.edge.requests")
                .tag("result", result)
                .description("From a request's head to its answer")
                .register(registry);
    }
}

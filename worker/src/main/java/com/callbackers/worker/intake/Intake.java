package com.callbackers.worker.intake;

import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.ArrivalMessage;
import com.callbackers.journal.UnstorableException;
import com.callbackers.queue.IntakeQueue;
import com.callbackers.queue.WorkQueue.Listening;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Writes the messages of the intake queue to the journal, once it is back. Each stays in the queue until then; what
 * cannot be read or written ever is set aside, never dropped.
 */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final IntakeQueue queue;
    private final Appender journal;
    private final Counter written;
    private final Counter setAside;
    private final AtomicInteger inHand = new AtomicInteger();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    public Intake(IntakeQueue queue, Appender journal, MeterRegistry meters) {
        this.queue = queue;
        this.journal = journal;
        this.written = counter(meters, "written");
        this.setAside = counter(meters, "set-aside");
        Gauge.builder("callbackers.worker.intake.in-hand", inHand, AtomicInteger::get)
                .description("Callbacks of the queue that wait for the database in this worker")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("callbackers.worker.intake")
                .tag("result", result)
                .description("Callbacks that came by the queue, the database having been away when they arrived")
                .register(meters);
    }

    public Listening listen() {
        var listening = queue.listen(this::take);
        return () -> {
            closing.tryEmitEmpty();
            listening.close();
        };
    }

    private CompletionStage<Void> take(byte[] message) {
        Arrival arrival;
        try {
            arrival = ArrivalMessage.read(message);
        } catch (ArrivalMessage.UnreadableException e) {
            return setAside(message, e).toFuture();
        }
        inHand.incrementAndGet();
        return write(arrival)
                .onErrorResume(UnstorableException.class, e -> setAside(message, e))
                .takeUntilOther(closing.asMono().then(Mono.error(() -> new IllegalStateException("closing"))))
                .doFinally(signal -> inHand.decrementAndGet())
                .toFuture();
    }

    /** Waits for the database as long as it takes; the message is in hand meanwhile, and comes again if this ends. */
    private Mono<Void> write(Arrival arrival) {
        return Mono.defer(() -> journal.append(arrival))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(failure -> !(failure instanceof UnstorableException)))
                .doOnSuccess(done -> written.increment());
    }

    private Mono<Void> setAside(byte[] message, Exception why) {
        return Mono.fromCompletionStage(() -> queue.setAside(message)).doOnSuccess(done -> {
            setAside.increment();
            LOG.atError()
                    .addKeyValue("bytes", message.length)
                    .addKeyValue("cause", why.getMessage())
                    .log("A callback of the intake queue was set aside in callbackers.intake.set-aside");
        });
    }
}

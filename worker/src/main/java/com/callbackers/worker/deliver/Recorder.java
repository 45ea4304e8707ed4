package com.callbackers.worker.deliver;

import com.callbackers.journal.Deliveries.Made;
import com.callbackers.queue.Work;
import com.callbackers.worker.announce.Announcer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.retry.Retry;

/** Records attempts: while one write is under way the next ones gather, and then go together. */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int MOST = 128;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Function<List<Made>, Mono<List<UUID>>> write;
    private final Announcer announcer;
    private final Duration persistence;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Entry(Made made, MonoSink<Void> sink) {}

    /** @param persistence how long a write is tried again; after that the lease runs out and the attempt is made anew */
    Recorder(Function<List<Made>, Mono<List<UUID>>> write, Announcer announcer, Duration persistence) {
        this.write = write;
        this.announcer = announcer;
        this.persistence = persistence;
    }

    /** Completes when the attempt is recorded, or will not be. */
    Mono<Void> record(Made made) {
        return Mono.create(sink -> {
            synchronized (this) {
                waiting.addLast(new Entry(made, sink));
            }
            writeNext();
        });
    }

    private void writeNext() {
        var batch = next();
        if (!batch.isEmpty()) {
            write(batch).subscribe(freed -> recorded(batch, freed), failure -> lost(batch, failure));
        }
    }

    private synchronized List<Entry> next() {
        if (writing) {
            return List.of();
        }
        var batch = new ArrayList<Entry>();
        while (batch.size() < MOST && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        writing = !batch.isEmpty();
        return batch;
    }

    private Mono<List<UUID>> write(List<Entry> batch) {
        var made = batch.stream().map(Entry::made).toList();
        return Mono.defer(() -> write.apply(made).timeout(TIMEOUT))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100)).maxBackoff(Duration.ofSeconds(2)))
                .timeout(persistence);
    }

    private void recorded(List<Entry> batch, List<UUID> freed) {
        announcer.announce(Work.DELIVERIES, freed);
        done(batch);
    }

    private void lost(List<Entry> batch, Throwable failure) {
        LOG.atWarn()
                .setMessage("attempts not recorded, their deliveries will be made again")
                .addKeyValue("attempts", batch.size())
                .setCause(failure)
                .log();
        done(batch);
    }

    private void done(List<Entry> batch) {
        synchronized (this) {
            writing = false;
        }
        batch.forEach(entry -> entry.sink().success());
        writeNext();
    }
}

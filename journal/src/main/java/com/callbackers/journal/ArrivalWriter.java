package com.callbackers.journal;

import com.callbackers.journal.ArrivalQueue.Waiting;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The one writer: a thread of its own that waits for each COPY, while the next batch gathers. Keeps one connection, and
 * gets another whenever that is lost.
 */
final class ArrivalWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ArrivalWriter.class);

    private static final long MAX_BATCH_BYTES = 4 << 20;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RECONNECT = Duration.ofMillis(100);

    private final ConnectionFactory connections;
    private final ArrivalQueue queue;
    private final Consumer<List<UUID>> announce;
    private final Appender.Settings settings;
    private final ArrivalChanges changes = new ArrivalChanges();

    private @Nullable PostgresqlConnection connection;
    private @Nullable Outage outage;
    private long notBeforeNanos = System.nanoTime();

    /** Lasts until a row is written: a connection alone does not mean that the database takes any. */
    private record Outage(Throwable cause, long sinceNanos, int failures) {

        static Outage of(Throwable cause, @Nullable Outage before) {
            return before == null
                    ? new Outage(cause, System.nanoTime(), 1)
                    : new Outage(cause, before.sinceNanos, before.failures + 1);
        }

        boolean longerThan(Duration time) {
            return System.nanoTime() - sinceNanos > time.toNanos();
        }

        NotDurableException told() {
            return new NotDurableException("The journal's database is away", cause);
        }
    }

    ArrivalWriter(
            ConnectionFactory connections,
            ArrivalQueue queue,
            Consumer<List<UUID>> announce,
            Appender.Settings settings) {
        this.connections = connections;
        this.queue = queue;
        this.announce = announce;
        this.settings = settings;
    }

    @Override
    public void run() {
        try {
            writeUntilClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            var closed = new NotDurableException("The journal is closed");
            fail(queue.shut(closed), closed);
            disconnect();
        }
    }

    private void writeUntilClosed() throws InterruptedException {
        var batch = List.<Waiting>of();
        while (true) {
            var connected = connection;
            if (connected == null) {
                if (!connect()) {
                    batch = hold(batch);
                    if (queue.closed()) {
                        fail(batch, new NotDurableException("The journal is closing"));
                        return;
                    }
                }
                continue;
            }
            if (batch.isEmpty()) {
                queue.pause(Duration.ofNanos(notBeforeNanos - System.nanoTime()));
                var taken = queue.take(settings.maxBatch(), MAX_BATCH_BYTES);
                if (taken.isEmpty()) {
                    return;
                }
                batch = inTime(taken);
            }
            if (!batch.isEmpty()) {
                batch = write(connected, batch);
            }
        }
    }

    private boolean connect() throws InterruptedException {
        if (outage != null && outage.failures() > 1) {
            queue.pause(RECONNECT);
        }
        try {
            connection = await(Postgres.connect(connections, CONNECT_TIMEOUT), CONNECT_TIMEOUT.plusSeconds(1));
            queue.open();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            lost(e);
            return false;
        }
    }

    /** Those whose time has not run out while they waited for slow batches before them. */
    private List<Waiting> inTime(List<Waiting> batch) {
        var late = batch.stream()
                .filter(w ->
                        System.nanoTime() - w.sinceNanos() > settings.timeout().toNanos())
                .toList();
        if (late.isEmpty()) {
            return batch;
        }
        fail(late, new NotDurableException("The journal is too slow"));
        return batch.stream().filter(w -> !late.contains(w)).toList();
    }

    /** @return those whose fate is open, to be written again: a row that is there already does no harm */
    private List<Waiting> write(PostgresqlConnection connected, List<Waiting> batch) throws InterruptedException {
        notBeforeNanos = System.nanoTime() + settings.pace().toNanos();
        try {
            await(copy(connected, batch), settings.timeout());
        } catch (TimeoutException e) {
            // a peer that is silent would cost each caller the whole timeout again
            refuse(batch, lost(e));
            return List.of();
        } catch (ExecutionException e) {
            return Postgres.refusesData(e) ? oneByOne(connected, batch) : again(batch, e);
        }
        outage = null;
        done(batch);
        tellChanges(connected, batch);
        return List.of();
    }

    private Mono<Long> copy(PostgresqlConnection connected, List<Waiting> batch) {
        return Mono.defer(() -> {
            var size = batch.stream().mapToLong(Waiting::bytes).sum();
            var arrivals = batch.stream().map(Waiting::arrival).toList();
            var bytes = ArrivalCopy.bytes(arrivals, Math.toIntExact(size), settings.dueAfter());
            return connected.copyIn(ArrivalCopy.SQL, Mono.just(bytes));
        });
    }

    /** COPY refuses all for one: a row that was written before a connection was lost, or one that is bad. */
    private List<Waiting> oneByOne(PostgresqlConnection connected, List<Waiting> batch) throws InterruptedException {
        for (var i = 0; i < batch.size(); i++) {
            var one = batch.subList(i, i + 1);
            try {
                await(copy(connected, one), settings.timeout());
                outage = null;
                done(one);
            } catch (TimeoutException e) {
                refuse(batch.subList(i, batch.size()), lost(e));
                return List.of();
            } catch (ExecutionException e) {
                if (Postgres.isThere(e)) {
                    done(one);
                } else if (Postgres.refusesData(e)) {
                    refuse(one.getFirst(), e);
                } else {
                    return again(batch.subList(i, batch.size()), e);
                }
            }
        }
        return List.of();
    }

    private static void refuse(Waiting one, ExecutionException e) {
        LOG.atError()
                .setCause(e.getCause())
                .addKeyValue("callback", one.arrival().callback().id())
                .log("the journal cannot hold a callback");
        fail(List.of(one), new UnstorableException(e.getCause()));
    }

    private List<Waiting> again(List<Waiting> batch, ExecutionException e) {
        lost(e);
        return hold(batch);
    }

    /** Arrivals wait for a database that only restarts; once it stays away, each is told at once. */
    private List<Waiting> hold(List<Waiting> batch) {
        if (outage == null || !outage.longerThan(settings.patience())) {
            return batch;
        }
        refuse(batch, outage.told());
        return List.of();
    }

    private NotDurableException lost(Exception e) {
        var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        if (outage == null) {
            LOG.atWarn().addKeyValue("cause", words(cause)).log("the journal's database is away");
        }
        outage = Outage.of(cause, outage);
        disconnect();
        return outage.told();
    }

    private static String words(Throwable cause) {
        return cause instanceof TimeoutException ? "no answer in time" : String.valueOf(cause.getMessage());
    }

    private void refuse(List<Waiting> batch, NotDurableException why) {
        fail(batch, why);
        fail(queue.shut(why), why);
    }

    private void done(List<Waiting> batch) {
        tell(batch, Waiting::succeed);
        var ids = batch.stream()
                .filter(w -> w.arrival().rejected() == null)
                .map(w -> w.arrival().callback().id())
                .toList();
        if (!ids.isEmpty()) {
            announce(ids);
        }
    }

    private void announce(List<UUID> ids) {
        try {
            announce.accept(ids);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("arrivals could not be announced, the sweep will find them");
        }
    }

    private static void fail(List<Waiting> batch, NotDurableException why) {
        tell(batch, waiting -> waiting.fail(why));
    }

    private static void tell(List<Waiting> batch, Consumer<Waiting> news) {
        var byTeller = new IdentityHashMap<Executor, List<Waiting>>();
        batch.forEach(w -> byTeller.computeIfAbsent(w.teller(), teller -> new ArrayList<>())
                .add(w));
        byTeller.forEach((teller, some) -> {
            try {
                teller.execute(() -> some.forEach(news));
            } catch (RejectedExecutionException e) {
                LOG.atDebug().setCause(e).log("nobody is left to be told what became of some arrivals");
            }
        });
    }

    private void tellChanges(PostgresqlConnection connected, List<Waiting> batch) throws InterruptedException {
        var telling = changes.told(connected, batch);
        if (telling.isPresent()) {
            try {
                await(telling.get(), settings.timeout());
            } catch (ExecutionException | TimeoutException e) {
                lost(e);
            }
        }
    }

    private void disconnect() {
        if (connection != null) {
            Postgres.close(connection);
            connection = null;
        }
    }

    private static <T> T await(Mono<T> work, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        var future = work.toFuture();
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            future.cancel(false);
        }
    }
}

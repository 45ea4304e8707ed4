package com.callbackers.bench.limits;

import com.callbackers.bench.house.Postgres;
import com.callbackers.queue.QueueType;
import com.callbackers.queue.RabbitWorkQueue;
import com.callbackers.queue.Work;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** How much the parts underneath do by themselves, in a second. */
public final class Limits {

    private static final int BATCH = 256;
    private static final int IDS = 64;
    private static final int IN_FLIGHT = 64;
    private static final int BODY = 1_024;

    private Limits() {}

    /** Rows of callbacks that the database makes durable, 256 a commit, without anybody to send them to it. */
    public static double rows(Postgres postgres, Duration time) {
        try (var connection = postgres.database().connect();
                var insert = connection.prepareStatement("""
                        insert into callbacks (id, due_at, state, queued, method, host, path, remote_address, headers, body)
                        select make_id((extract(epoch from clock_timestamp()) * 1000)::bigint), now(), 'received', false, 'POST',
                          'limits.localhost', '/', '127.0.0.1', ?::bytea, ?::bytea
                        from generate_series(1, ?)
                        """)) {
            insert.setBytes(1, new byte[] {'a', (byte) 0xFE, 'b', (byte) 0xFF});
            insert.setBytes(2, new byte[BODY]);
            insert.setInt(3, BATCH);
            var begin = System.nanoTime();
            var rows = 0L;
            while (System.nanoTime() - begin < time.toNanos()) {
                rows += insert.executeUpdate();
            }
            var perSecond = rows * 1e9 / (System.nanoTime() - begin);
            connection.createStatement().executeUpdate("delete from callbacks where host = 'limits.localhost'");
            return perSecond;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Messages of 64 ids that the broker confirms. */
    public static double messages(URI broker, Duration time) {
        var connections = new CachingConnectionFactory(broker);
        var ids = Stream.generate(UUID::randomUUID).limit(IDS).toList();
        var room = new Semaphore(IN_FLIGHT);
        var confirmed = new AtomicLong();
        try (var queue = RabbitWorkQueue.over(connections, QueueType.QUORUM)) {
            var begin = System.nanoTime();
            while (System.nanoTime() - begin < time.toNanos()) {
                room.acquireUninterruptibly();
                var unused = queue.announce(Work.DELIVERIES, List.copyOf(ids)).whenComplete((done, failure) -> {
                    room.release();
                    if (failure == null) {
                        confirmed.incrementAndGet();
                    }
                });
            }
            room.acquireUninterruptibly(IN_FLIGHT);
            return confirmed.get() * 1e9 / (System.nanoTime() - begin);
        } finally {
            connections.destroy();
        }
    }

    /** Requests that Spring's client makes of a server on this machine, 64 at once. */
    public static double requests(int port, Duration time) {
        var client = WebClient.create("http://127.0.0.1:" + port);
        var body = "x".repeat(BODY);
        var begin = System.nanoTime();
        var made = Flux.<Integer>generate(sink -> {
                    if (System.nanoTime() - begin < time.toNanos()) {
                        sink.next(1);
                    } else {
                        sink.complete();
                    }
                })
                .flatMap(
                        one -> client.post().uri("/").bodyValue(body).retrieve().toBodilessEntity(),
                        IN_FLIGHT,
                        IN_FLIGHT)
                .count()
                .blockOptional()
                .orElse(0L);
        return made * 1e9 / (System.nanoTime() - begin);
    }
}

package com.callbackers.bench.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends callbacks at a fixed rate whatever happens, and keeps every answer. */
public final class Sender implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI edge;
    private final String host;
    private final int perSecond;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Sent> sent = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("sender").daemon().unstarted(this::run);
    private volatile boolean stopped;

    /**
     * Begins at once.
     *
     * @param port of the edge
     */
    public Sender(int port, String host, int perSecond) {
        this.edge = URI.create("http://127.0.0.1:" + port + "/bench");
        this.host = host;
        this.perSecond = perSecond;
        thread.start();
    }

    /** A request and what came of it. */
    public static final class Sent {

        private final long at;
        private volatile long answeredAt;
        private volatile int status;
        private volatile @Nullable String id;
        private volatile String durability = "";

        Sent(long at) {
            this.at = at;
        }

        public long at() {
            return at;
        }

        /** Whether there is an answer, or none will come. */
        public boolean isOver() {
            return answeredAt != 0;
        }

        public long answeredAt() {
            return answeredAt;
        }

        /** 0: none came. */
        public int status() {
            return status;
        }

        public boolean isAccepted() {
            return status >= 200 && status < 300;
        }

        /** Of an accepted one. */
        public @Nullable String id() {
            return id;
        }

        public String durability() {
            return durability;
        }

        private void over(@Nullable HttpResponse<?> response) {
            if (response != null) {
                id = response.headers().firstValue("callback-id").orElse(null);
                durability =
                        response.headers().firstValue("callback-durability").orElse("");
                status = response.statusCode();
            }
            answeredAt = System.nanoTime();
        }
    }

    private void run() {
        var begin = System.nanoTime();
        for (long i = 0; !stopped; i++) {
            var due = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send(i);
        }
    }

    private void send(long number) {
        var one = new Sent(System.nanoTime());
        synchronized (sent) {
            sent.add(one);
        }
        var request = HttpRequest.newBuilder(edge)
                .timeout(PATIENCE)
                .header("host", host)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"number\": " + number + ", \"text\": \"" + "x".repeat(500) + "\"}"))
                .build();
        var unused = client.sendAsync(request, BodyHandlers.discarding())
                .whenComplete((response, error) -> one.over(error == null ? response : null));
    }

    /** All that was sent since a moment. */
    public List<Sent> since(long nanos) {
        synchronized (sent) {
            return sent.stream().filter(one -> one.at() >= nanos).toList();
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
        client.close();
    }
}

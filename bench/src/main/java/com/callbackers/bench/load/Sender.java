package com.callbackers.bench.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends callbacks at a fixed rate whatever happens, and keeps every answer. */
public final class Sender implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String TEXT = "ok 1,200won " + "x".repeat(950);

    private final URI edge;
    private final List<String> hosts;
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
     * @param hosts that are called in turn
     */
    public Sender(int port, List<String> hosts, int perSecond) {
        this.edge = URI.create("http://127.0.0.1:" + port + "/card");
        this.hosts = hosts;
        this.perSecond = perSecond;
        thread.start();
    }

    private void run() {
        var begin = System.nanoTime();
        for (long i = 0; !stopped; i++) {
            var due = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send(i, due);
        }
    }

    private void send(long number, long due) {
        var host = hosts.get((int) (number % hosts.size()));
        var one = new Sent(due);
        synchronized (sent) {
            sent.add(one);
        }
        var request = HttpRequest.newBuilder(edge)
                .timeout(PATIENCE)
                .header("host", host)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"host\": \"%s\", \"number\": %d, \"text\": \"%s\"}".formatted(host, number, TEXT)))
                .build();
        var unused = client.sendAsync(request, BodyHandlers.discarding()).whenComplete((response, error) -> {
            if (error == null) {
                var headers = response.headers();
                one.answered(
                        response.statusCode(),
                        headers.firstValue("callback-id").orElse(null),
                        headers.firstValue("callback-durability").orElse(""));
            } else {
                one.unanswered();
            }
        });
    }

    /** All that was sent since a moment. */
    public List<Sent> since(long nanos) {
        synchronized (sent) {
            return sent.stream().filter(one -> one.at() >= nanos).toList();
        }
    }

    /** Sends nothing more; what is under way goes on. */
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        client.shutdownNow();
        client.close();
    }
}

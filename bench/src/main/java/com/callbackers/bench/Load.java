package com.callbackers.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Callbacks to each of some hosts in turn, at a fixed rate whatever the answers do. */
final class Load implements Runnable {

    private final int port;
    private final int hosts;
    private final int perSecond;
    private final int requests;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    Load(int port, int hosts, int perSecond, int seconds) {
        this.port = port;
        this.hosts = hosts;
        this.perSecond = perSecond;
        this.requests = perSecond * seconds;
    }

    @Override
    public void run() {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var begin = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                var due = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var unused = client.sendAsync(request("host-" + i % hosts + ".localhost"), BodyHandlers.discarding())
                        .whenComplete((response, error) -> {
                            var counted = error == null && response.statusCode() == 202 ? answered : failed;
                            counted.incrementAndGet();
                        });
            }
        }
    }

    private HttpRequest request(String host) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/card"))
                .timeout(Duration.ofSeconds(30))
                .header("host", host)
                .POST(HttpRequest.BodyPublishers.ofString("{\"host\": \"" + host + "\", \"text\": \"ok 1,200won\"}"))
                .build();
    }

    int answered() {
        return answered.get();
    }

    int failed() {
        return failed.get();
    }
}

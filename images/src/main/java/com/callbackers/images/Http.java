package com.callbackers.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Of this machine. */
final class Http {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Fails where the answer is an error. */
    static CompletableFuture<Void> done(HttpRequest.Builder request) {
        return send(request).thenAccept(response -> {
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(response.uri() + " answered " + response.statusCode());
            }
        });
    }

    private static CompletableFuture<HttpResponse<Void>> send(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.timeout(PATIENCE).build(), BodyHandlers.discarding());
    }

    static void awaitOk(URI uri, Process server) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (status(uri) != 200) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(uri + " did not come up");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** 0: none. */
    private static int status(URI uri) {
        return send(HttpRequest.newBuilder(uri))
                .thenApply(HttpResponse::statusCode)
                .exceptionally((@Nullable Throwable refused) -> 0)
                .join();
    }
}

package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Database;
import com.callbackers.queue.Broker;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed while a receiver has its request: nothing was recorded, and the lease is all that is left. */
class WorkerCrashIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final List<String> deliveryIds = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void whatAKilledWorkerHeldIsDeliveredOnceItsLeaseIsOver() throws Exception {
        var receiver = receiver();
        try (var database = Database.fresh();
                var appender =
                        new Appender(database.unpooledConnectionFactory(), ids -> {}, Appender.Settings.DEFAULT)) {
            // given
            var broker = Broker.fresh();
            writeRoute(receiver.getAddress().getPort());
            var callback = CallbacksUnderTest.post("/")
                    .host("tenant.callbackers.com")
                    .body("x")
                    .build();
            appender.append(new Arrival(callback, null)).block(PATIENCE);
            var first = start(database, broker);
            await().atMost(PATIENCE).until(() -> alive(first) && deliveryIds.size() == 1);

            // when
            first.destroyForcibly().waitFor();

            // then
            var second = start(database, broker);
            try {
                var callbacks = new Callbacks(database.connectionFactory());
                await().atMost(PATIENCE)
                        .until(() -> alive(second) && state(callbacks, callback.id()) == DeliveryState.DELIVERED);
                var attempts = whole(callbacks, callback.id()).attempts();
                assertThat(attempts).hasSize(2);
                assertThat(attempts.getFirst().error()).isNotBlank();
                assertThat(attempts.getLast().status()).isEqualTo(204);
                assertThat(deliveryIds).hasSize(2).containsOnly(deliveryIds.getFirst());
            } finally {
                second.destroyForcibly().waitFor();
            }
        } finally {
            never.countDown();
            receiver.stop(0);
        }
    }

    private static Callbacks.Whole whole(Callbacks callbacks, UUID id) {
        return callbacks
                .find(id)
                .blockOptional(PATIENCE)
                .flatMap(found -> found)
                .orElseThrow();
    }

    private static DeliveryState state(Callbacks callbacks, UUID id) {
        return whole(callbacks, id).entry().deliveries().getFirst().state();
    }

    private static boolean alive(Process worker) {
        assertThat(worker.isAlive()).as("the worker runs").isTrue();
        return true;
    }

    /** Leaves the first request without an answer. */
    private HttpServer receiver() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            deliveryIds.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            if (deliveryIds.size() == 1) {
                hang();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void hang() throws IOException {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void writeRoute(int port) throws IOException {
        Files.writeString(folder.resolve("route.yaml"), """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: route, namespace: tenant}
                spec:
                  rules:
                  - name: all
                    actions:
                    - {name: sink, type: Forward, forward: {url: "http://127.0.0.1:%d"}}
                """.formatted(port));
    }

    private Process start(Database database, Broker broker) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerApplication.class.getName(),
                "--management.server.port=0",
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.user(),
                "--spring.r2dbc.password=" + database.password(),
                "--callbackers.routes.folder=" + folder,
                "--callbackers.base-domain=callbackers.com",
                "--callbackers.worker.queue-type=classic",
                "--callbackers.worker.lease=15s",
                "--callbackers.worker.outbound.allow=127.0.0.0/8"));
        broker.properties().forEach((name, value) -> command.add("--" + name + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile())
                .start();
    }
}

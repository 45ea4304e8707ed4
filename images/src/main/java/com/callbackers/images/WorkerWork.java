package com.callbackers.images;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.compiler.CompiledRoute;
import com.callbackers.compiler.ResourceReader;
import com.callbackers.embedded.EmbeddedPostgres;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.sun.net.httpserver.HttpServer;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Callbacks for the example of the company card: each goes on as it came; to Slack they go too, at Slack's pace. */
final class WorkerWork implements Work {

    private static final String POD = "worker-0";
    private static final String ROUTE = "company-card.yaml";
    private static final int CALLBACKS = 2_000;
    private static final String GOES_ON = "/http/";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final byte[] SMS =
            "[Web발신] 신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남".getBytes(StandardCharsets.UTF_8);

    private final EmbeddedPostgres postgres;
    private final Map<String, String> inPod;
    private final Kube kube = Kube.start();
    private final HttpServer receiver;
    private final CountDownLatch received = new CountDownLatch(CALLBACKS);
    private final int management = Http.freePort();

    /** @param examples a folder with the route */
    WorkerWork(EmbeddedPostgres postgres, Path folder, Path examples) throws IOException {
        this.postgres = postgres;
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
                if (exchange.getRequestURI().getPath().startsWith(GOES_ON)) {
                    received.countDown();
                }
            }
        });
        receiver.start();
        inPod = kube.worker(POD, folder);
        apply(Files.readString(examples.resolve(ROUTE))
                .replace("localhost:8099", "127.0.0.1:" + receiver.getAddress().getPort()));
    }

    private void apply(String yaml) {
        var file = ResourceReader.read(ROUTE, yaml);
        var secret = file.secrets().getFirst().resource();
        var route = new CompiledRoute(
                "localhost",
                1,
                file.routes().getFirst().resource(),
                Map.of(),
                Map.of(
                        secret.getMetadata().getNamespace() + "/"
                                + secret.getMetadata().getName(),
                        secret.getStringData()));
        kube.route(route);
    }

    @Override
    public Map<String, String> variables() {
        var variables = new HashMap<>(inPod);
        variables.put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
        return variables;
    }

    @Override
    public URI readiness() {
        return Http.local(management, "/actuator/health/readiness");
    }

    @Override
    public void give() throws InterruptedException {
        var journal = ConnectionFactories.get(ConnectionFactoryOptions.parse(postgres.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, postgres.user())
                .build());
        try (var appender = new Appender(journal, ids -> {}, Appender.Settings.DEFAULT)) {
            Flux.fromStream(Stream.generate(WorkerWork::callback).limit(CALLBACKS))
                    .flatMap(callback -> appender.append(new Arrival(callback, null)))
                    .blockLast(PATIENCE);
        }
        if (!received.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(received.getCount() + " were not delivered");
        }
    }

    private static Callback callback() {
        return new Callback(
                CallbackId.next(),
                "POST",
                "mingkyme.localhost",
                "/card",
                null,
                List.of(
                        new Header("Host", "mingkyme.localhost"),
                        new Header("User-Agent", "BackgroundShortcutRunner/2607"),
                        new Header("Content-Type", "text/plain")),
                SMS,
                SMS.length,
                "192.0.2.1",
                Durability.JOURNAL,
                null);
    }

    @Override
    public void close() {
        receiver.stop(0);
        kube.close();
    }
}

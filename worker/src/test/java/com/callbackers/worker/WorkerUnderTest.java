package com.callbackers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbacksUnderTest;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Replay;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.ArrivalMessage;
import com.callbackers.journal.Batches;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Claim;
import com.callbackers.journal.Database;
import com.callbackers.journal.Deliveries;
import com.callbackers.queue.Broker;
import com.callbackers.queue.IntakeQueue;
import com.callbackers.queue.QueueType;
import com.callbackers.queue.Work;
import com.callbackers.queue.WorkQueue;
import com.callbackers.worker.routes.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** A worker as it runs, on a database and a broker of its own, with rules that tests write. */
final class WorkerUnderTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database database = Database.fresh();
    private final Broker broker = Broker.fresh();
    private final Path folder;
    private final Callbacks callbacks = new Callbacks(database.connectionFactory());
    private final Gateway gateway;
    private final String databaseUrl;
    private final AtomicInteger tenants = new AtomicInteger();
    private final Appender appender;
    private final Map<String, String> settings;

    private volatile ConfigurableApplicationContext worker;

    private volatile boolean announcing = true;

    WorkerUnderTest(Path folder) {
        this(folder, Map.of());
    }

    WorkerUnderTest(Path folder, Map<String, String> settings) {
        this(folder, settings, true, true);
    }

    /** One that finds no database when it starts. */
    static WorkerUnderTest withoutDatabase(Path folder) {
        return new WorkerUnderTest(folder, Map.of(), false, false);
    }

    /** One that takes its routes from Kubernetes. */
    static WorkerUnderTest in(KubernetesUnderTest kubernetes, boolean ready) {
        return new WorkerUnderTest(Path.of("/nowhere"), kubernetes.settings(), true, ready);
    }

    private WorkerUnderTest(Path folder, Map<String, String> settings, boolean open, boolean ready) {
        this.folder = folder;
        var url = URI.create(database.r2dbcUrl().substring("r2dbc:".length()));
        this.gateway = new Gateway(new InetSocketAddress(url.getHost(), url.getPort()));
        this.databaseUrl = "r2dbc:postgresql://127.0.0.1:" + gateway.port() + url.getPath();
        if (open) {
            gateway.open();
        }
        this.settings = settings;
        this.worker = start();
        await().atMost(PATIENCE).until(() -> isReady() == ready);
        var usual = Appender.Settings.DEFAULT;
        this.appender = new Appender(
                database.unpooledConnectionFactory(),
                this::announce,
                new Appender.Settings(
                        usual.pace(),
                        usual.maxBatch(),
                        usual.maxWaiting(),
                        usual.maxWaitingBytes(),
                        usual.timeout(),
                        usual.patience(),
                        Duration.ofMillis(200)));
    }

    private ConfigurableApplicationContext start() {
        var arguments = new ArrayList<>(List.of(
                "--management.server.port=0",
                "--spring.r2dbc.url=" + databaseUrl,
                "--spring.r2dbc.username=" + database.user(),
                "--spring.r2dbc.password=" + database.password(),
                "--callbackers.routes.folder=" + folder,
                "--callbackers.routes.rescan=50ms",
                "--callbackers.worker.queue-type=classic",
                "--callbackers.worker.sweep-every=100ms",
                "--callbackers.worker.announce-again=1s",
                "--callbackers.worker.lease=15s",
                "--callbackers.worker.outbound.allow=127.0.0.0/8"));
        broker.properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return WorkerApplication.builder().run(arguments.toArray(String[]::new));
    }

    /** A tenant of its own with these rules, indented as the items under {@code rules:}. */
    Tenant tenant(String rules) {
        return tenant("", rules);
    }

    /** @param more documents beside the route; {@code NAMESPACE} stands for the tenant's */
    Tenant tenant(String more, String rules) {
        var tenant = new Tenant("tenant-" + tenants.incrementAndGet());
        write(tenant, more, rules);
        await().atMost(PATIENCE).until(() -> worker.getBean(Routes.class)
                .table()
                .named(tenant.route())
                .isPresent());
        return tenant;
    }

    void write(Tenant tenant, String more, String rules) {
        var text = """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: route, namespace: NAMESPACE}
                spec:
                %s
                """.formatted(rules.indent(2)) + more;
        try {
            Files.writeString(folder.resolve(tenant.name() + ".yaml"), text.replace("NAMESPACE", tenant.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Tenant(String name) {
        String route() {
            return name + "/route";
        }

        String host() {
            return name + ".callbackers.com";
        }
    }

    /** The messages about new callbacks are lost from now on. */
    void loseAnnouncements() {
        announcing = false;
    }

    private void announce(List<UUID> ids) {
        if (announcing) {
            var unused = worker.getBean(WorkQueue.class).announce(Work.CALLBACKS, ids);
        }
    }

    Callback receive(Tenant tenant, String text) {
        return receive(CallbacksUnderTest.post("/card")
                .host(tenant.host())
                .header("content-type", "text/plain")
                .body(text)
                .build());
    }

    Callback receive(Callback callback) {
        appender.append(new Arrival(callback, null)).block(PATIENCE);
        return callback;
    }

    Callbacks.Whole look(Callback callback) {
        return callbacks
                .find(callback.id())
                .blockOptional(PATIENCE)
                .flatMap(found -> found)
                .orElseThrow();
    }

    /** Waits until the callback is in the journal and its only delivery in a state. */
    Callbacks.Whole awaitDelivery(Callback callback, DeliveryState state) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(NoSuchElementException.class)
                .untilAsserted(() -> assertThat(look(callback).entry().deliveries())
                        .singleElement()
                        .satisfies(delivery -> assertThat(delivery.state()).isEqualTo(state)));
        return look(callback);
    }

    <T> T bean(Class<T> type) {
        return worker.getBean(type);
    }

    /** What another worker would do. */
    List<Claim> claim(UUID delivery, Duration lease) {
        return new Deliveries(database.connectionFactory(), Clock.systemUTC())
                .claim(List.of(delivery), lease)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** A callback that repeats another one. */
    Callback replay(Callback callback, Replay.Rules rules, List<String> actions, List<String> adHoc) {
        return receive(new Callback(
                CallbackId.next(),
                callback.method(),
                callback.host(),
                callback.path(),
                callback.query(),
                callback.headers(),
                callback.body(),
                callback.size(),
                callback.remoteAddress(),
                Durability.JOURNAL,
                new Replay(callback.id(), rules, actions, adHoc, null)));
    }

    /** A callback that repeats none, for an action of its own. */
    Callback trial(String host, String body, String action) {
        var callback = CallbacksUnderTest.post("/").host(host).body(body).build();
        return receive(new Callback(
                callback.id(),
                callback.method(),
                callback.host(),
                callback.path(),
                callback.query(),
                callback.headers(),
                callback.body(),
                callback.size(),
                callback.remoteAddress(),
                Durability.JOURNAL,
                new Replay(null, Replay.Rules.NOW, List.of(), List.of(action), null)));
    }

    /** Where a console plans what is made again together. */
    Batches batches() {
        return new Batches(database.connectionFactory(), Clock.systemUTC());
    }

    void openDatabase() {
        gateway.open();
    }

    void shutDatabase() {
        gateway.shut();
    }

    /** What an edge does that finds no database. */
    Callback receiveByQueue(Tenant tenant, String text) {
        var callback =
                CallbacksUnderTest.post("/card").host(tenant.host()).body(text).build();
        queue(ArrivalMessage.write(new Arrival(callback, null)));
        return callback;
    }

    void queue(byte[] message) {
        var connections = broker.connectionFactory();
        try (var queue = IntakeQueue.over(connections, QueueType.CLASSIC)) {
            queue.keep(message)
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        } finally {
            connections.destroy();
        }
    }

    /** How many messages wait in a queue. */
    long waiting(String queue) {
        var connections = broker.connectionFactory();
        try {
            return new RabbitTemplate(connections).execute(channel -> channel.messageCount(queue));
        } finally {
            connections.destroy();
        }
    }

    boolean isReady() {
        return worker.getBean(WorkerHealthIndicator.class).health().getStatus().equals(Status.UP);
    }

    void stop() {
        worker.close();
    }

    void startAgain() {
        worker = start();
    }

    @Override
    public void close() throws IOException {
        worker.close();
        appender.close();
        gateway.close();
        database.close();
    }
}

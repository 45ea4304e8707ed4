package com.callbackers.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.apache.qpid.server.model.port.AmqpPort;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker in this process, on the loopback address.
 *
 * <p>Its messages live in memory and end with it. Nothing is lost by that: messages are hints, the journal keeps what
 * is due, and the sweep announces it again.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final SystemLauncher launcher;
    private final Broker<?> broker;
    private final int port;
    private final String user;
    private final String password;

    private EmbeddedBroker(SystemLauncher launcher, Broker<?> broker, int port, String user, String password) {
        this.launcher = launcher;
        this.broker = broker;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /** On a free port, for {@code guest}. */
    public static EmbeddedBroker start() {
        return start(0, "guest", "guest");
    }

    /** @param port 0: a free one */
    public static EmbeddedBroker start(int port, String user, String password) {
        var container = new Container();
        var launcher = new SystemLauncher(container);
        try {
            launcher.startup(Map.of(
                    SystemConfig.TYPE,
                    "Memory",
                    SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                    "classpath:com/callbackers/embedded/broker.json",
                    SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                    false,
                    SystemConfig.CONTEXT,
                    context(port, user, password)));
            var broker = container.broker();
            return new EmbeddedBroker(launcher, broker, boundPort(broker), user, password);
        } catch (Exception e) {
            launcher.shutdown();
            throw new IllegalStateException("The embedded message broker did not start: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> context(int port, String user, String password) throws IOException {
        return Map.ofEntries(
                Map.entry("callbackers.broker.port", Integer.toString(port)),
                Map.entry("callbackers.broker.user", user),
                Map.entry("callbackers.broker.password", password),
                Map.entry("qpid.work_dir", workFolder().toString()),
                // Quorum queues and their arguments belong to RabbitMQ; to be refused them would be the end of the
                // connection.
                Map.entry("queue.behaviourOnUnknownDeclareArgument", "IGNORE"),
                // An unroutable message comes back to its sender instead of taking the connection down with it.
                Map.entry("qpid.port.closeWhenNoRoute", "false"),
                Map.entry(Broker.BROKER_FAIL_STARTUP_WITH_ERRORED_CHILD, "true"),
                Map.entry("virtualhost.connectionThreadPool.size", "4"),
                Map.entry("virtualhost.connectionThreadPool.numberOfSelectors", "1"),
                Map.entry("qpid.port.amqp.threadPool.size", "2"),
                Map.entry("qpid.port.amqp.threadPool.numberOfSelectors", "1"));
    }

    private static Path workFolder() throws IOException {
        var folder = Files.createTempDirectory("callbackers-broker");
        folder.toFile().deleteOnExit();
        return folder;
    }

    private static int boundPort(Broker<?> broker) {
        return broker.getPorts().stream()
                .filter(AmqpPort.class::isInstance)
                .mapToInt(port -> ((AmqpPort<?>) port).getBoundPort())
                .findFirst()
                .orElseThrow();
    }

    public int port() {
        return port;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** Its default virtual host, as {@code spring.rabbitmq.addresses} takes it. */
    public URI uri() {
        return URI.create("amqp://" + user + ":" + password + "@127.0.0.1:" + port);
    }

    /** A virtual host of its own for whoever must not see another's queues. */
    public void addVirtualHost(String name) {
        broker.createChild(
                VirtualHostNode.class,
                Map.of(
                        VirtualHostNode.NAME,
                        name,
                        VirtualHostNode.TYPE,
                        "Memory",
                        "virtualHostInitialConfiguration",
                        "{\"type\": \"Memory\", \"modelVersion\": \"9.1\"}"));
    }

    @Override
    public void close() {
        launcher.shutdown();
    }

    private static final class Container extends DefaultSystemLauncherListener {

        private final AtomicReference<@Nullable SystemConfig<?>> system = new AtomicReference<>();
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

        @Override
        public void onContainerResolve(SystemConfig<?> systemConfig) {
            system.set(systemConfig);
        }

        @Override
        public void errorOnStartup(RuntimeException e) {
            failure.set(e);
        }

        Broker<?> broker() {
            var failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            var started = system.get();
            if (started == null) {
                throw new IllegalStateException("nothing came of its configuration");
            }
            return (Broker<?>) started.getContainer();
        }
    }
}

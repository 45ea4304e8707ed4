package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A private RabbitMQ of one node. */
public final class Rabbit implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    private final Path binaries;
    private final Path folder;
    private final int port;
    private final Map<String, String> environment;
    private final Child names;
    private @Nullable Child server;

    private Rabbit(Path binaries, Path folder, int port, Map<String, String> environment, Child names) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
        this.environment = environment;
        this.names = names;
    }

    /** Where the server's programs are, if anywhere. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/lib/rabbitmq/bin", "/usr/local/sbin")
                .map(Path::of)
                .filter(path -> Files.isExecutable(path.resolve("rabbitmq-server")))
                .findFirst();
    }

    /** As its folder is called. */
    public static Optional<String> version() {
        return installed().map(binaries -> binaries.resolve("../lib")).flatMap(libraries -> {
            try (var folders = Files.list(libraries)) {
                return folders.map(folder -> folder.getFileName().toString())
                        .filter(name -> name.startsWith("rabbitmq_server-"))
                        .findFirst();
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /** Empty and running. */
    static Rabbit start(Path binaries, Path folder) {
        int port = Ports.free();
        int namesPort = Ports.free();
        write(folder.resolve("plugins"), "[].");
        write(folder.resolve("rabbitmq.conf"), """
                log.console = false
                disk_free_limit.absolute = 50MB
                """);
        var environment = new HashMap<String, String>();
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(namesPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "bench" + port + "@localhost");
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(Ports.free()));
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
        // Else the first node starts it in the background, and it outlives everything.
        var names = Child.start("epmd", List.of("epmd"), environment, folder.resolve("epmd.log"));
        var rabbit = new Rabbit(binaries, folder, port, environment, names);
        rabbit.start();
        return rabbit;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On what it holds. */
    public void start() {
        var child = Child.start(
                "rabbitmq",
                List.of(binaries.resolve("rabbitmq-server").toString()),
                environment,
                folder.resolve("rabbitmq.log"));
        server = child;
        Waiting.until(() -> "RabbitMQ:\n" + child.lastWords(), START, () -> Ports.answers(port));
    }

    public Child process() {
        return Objects.requireNonNull(server);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /** Its alarm for the disk is on: publishers are made to wait. */
    public void setFull(boolean now) {
        var command = List.of(
                binaries.resolve("rabbitmqctl").toString(),
                "-q",
                "set_disk_free_limit",
                now ? "100000000000000" : "50000000");
        var control = Child.start("rabbitmqctl", command, environment, folder.resolve("rabbitmqctl.log"));
        control.awaitSuccess(START);
    }

    @Override
    public void close() {
        if (server != null) {
            server.kill();
        }
        names.kill();
    }
}

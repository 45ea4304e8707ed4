package com.callbackers.bench.house;

import com.callbackers.edge.EdgeApplication;
import com.callbackers.operator.OperatorApplication;
import com.callbackers.worker.WorkerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The applications, as they are found by default but for the addresses that they reach the servers by. */
public final class Apps {

    private final House house;
    private final String postgres;
    private final String rabbit;
    private final List<String> options = new ArrayList<>(List.of("-Xmx512m"));

    public Apps(House house, int postgresPort, int rabbitPort) {
        this.house = house;
        this.postgres = "127.0.0.1:" + postgresPort;
        this.rabbit = "127.0.0.1:" + rabbitPort;
    }

    /** By names, which are looked up with each connection. */
    public Apps(House house, Names names, String postgres, int postgresPort, String rabbit, int rabbitPort) {
        this.house = house;
        this.postgres = postgres + ":" + postgresPort;
        this.rabbit = rabbit + ":" + rabbitPort;
        options.addAll(names.options());
    }

    /** An application and the port of its service. */
    public record Edge(App app, int port) {}

    public Edge edge(String name, String... more) {
        int port = Ports.free();
        int management = Ports.free();
        return new Edge(
                spring(
                        name,
                        EdgeApplication.class,
                        management,
                        Stream.concat(
                                Stream.of(
                                        "--server.port=" + port,
                                        "--server.address=127.0.0.1",
                                        "--management.server.address=127.0.0.1"),
                                Stream.of(more)),
                        Map.of()),
                port);
    }

    /** With rules from a folder. */
    public App worker(String name, Path routes, String... more) {
        return spring(
                name,
                WorkerApplication.class,
                Ports.free(),
                Stream.concat(worker("--callbackers.routes.folder=" + routes), Stream.of(more)),
                Map.of());
    }

    /** With rules that an operator compiles. */
    public App worker(String name, String namespace, Path kubeconfig) {
        return spring(
                name,
                WorkerApplication.class,
                Ports.free(),
                worker(
                        "--callbackers.routes.source=kubernetes",
                        "--callbackers.routes.kubernetes.namespace=" + namespace,
                        "--callbackers.routes.kubernetes.pod-name=" + name),
                Map.of("KUBECONFIG", kubeconfig.toString()));
    }

    private static Stream<String> worker(String... own) {
        return Stream.concat(
                Stream.of("--server.address=127.0.0.1", "--callbackers.worker.outbound.allow=127.0.0.0/8"),
                Stream.of(own));
    }

    private App spring(
            String name, Class<?> main, int management, Stream<String> own, Map<String, String> environment) {
        var arguments = Stream.concat(
                Stream.of(
                        "--spring.r2dbc.url=r2dbc:postgresql://" + postgres + "/callbackers",
                        "--spring.r2dbc.username=" + Database.USER,
                        "--spring.rabbitmq.addresses=amqp://guest:guest@" + rabbit,
                        "--management.server.port=" + management),
                own);
        var actuator = "http://127.0.0.1:" + management + "/actuator/";
        return new App(
                house,
                name,
                options,
                main.getName(),
                arguments.toList(),
                environment,
                URI.create(actuator + "health/readiness"),
                URI.create(actuator + "prometheus"));
    }

    /**
     * With the options of its image.
     *
     * @param heap of the JVM, as 256m
     */
    public static App operator(House house, String heap, String settings, Path kubeconfig) {
        int management = Ports.free();
        var file = house.folder().resolve("operator.yaml");
        try {
            Files.writeString(file, settings.replace("PORT", Integer.toString(management)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var base = "http://127.0.0.1:" + management;
        return new App(
                house,
                "operator",
                List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                OperatorApplication.class.getName(),
                List.of("--config", file.toString()),
                Map.of("KUBECONFIG", kubeconfig.toString()),
                URI.create(base + "/readyz"),
                URI.create(base + "/metrics"));
    }
}

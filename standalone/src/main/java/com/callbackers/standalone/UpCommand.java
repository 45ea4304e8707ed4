package com.callbackers.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything in this process and stays until it is stopped. */
@Command(
        name = "up",
        description = {
            "Starts everything in one process on this machine: Postgres, a message broker, a Kubernetes API, the edge, "
                    + "the operator, the worker, the console, and a demo receiver to deliver to.",
            "Stop it with Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Standalone.Version.class,
        showDefaultValues = true,
        sortOptions = false)
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            defaultValue = "${sys:callbackers.home:-.}/examples",
            description = "folder of CallbackRoute, CallbackDestination and Secret YAML files; watched for changes")
    private Path routes = Path.of("examples");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:callbackers.home:-.}/.callbackers",
            description = "folder that everything is kept in")
    private Path data = Path.of(".callbackers");

    @Option(names = "--edge-port", paramLabel = "PORT", defaultValue = "8080", description = "takes callbacks in")
    private int edgePort;

    @Option(names = "--console-port", paramLabel = "PORT", defaultValue = "8090", description = "console and its API")
    private int consolePort;

    @Option(
            names = "--kube-port",
            paramLabel = "PORT",
            defaultValue = "8091",
            description = "Kubernetes API: kubectl --server http://localhost:PORT")
    private int kubePort;

    @Option(names = "--demo-port", paramLabel = "PORT", defaultValue = "8099", description = "the demo receiver")
    private int demoPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "health and metrics: the edge here, then worker, operator and console on the next ports")
    private int managementPort;

    @Override
    public Integer call() throws Exception {
        var ports = new Ports(edgePort, consolePort, kubePort, demoPort, managementPort);
        var folder = routes.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new Problem("There is no folder " + folder + "; name a folder of YAML files with --routes.");
        }
        var progress = new Progress(System.out);
        try (var kept = DataFolder.open(data.toAbsolutePath().normalize())) {
            ports.check();
            log(kept.logs());
            return run(new House(ports, folder, kept, progress));
        }
    }

    /** Until the JVM is told to stop; then its hook stops the parts and ends it. */
    private static int run(House house) throws Exception {
        var hook = new Thread(
                () -> {
                    house.stop();
                    Runtime.getRuntime().halt(0);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            house.start();
        } catch (Exception e) {
            if (house.stopping()) {
                new CountDownLatch(1).await();
            }
            house.stop();
            Runtime.getRuntime().removeShutdownHook(hook);
            throw e;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** Before the first logger is made. */
    private static void log(Path folder) {
        System.setProperty("callbackers.logs", folder.toString());
        System.setProperty("logback.configurationFile", "com/callbackers/standalone/logback.xml");
        // Several applications in one process: each would set logging up anew.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}

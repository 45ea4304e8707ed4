package com.callbackers.operator;

import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.settings.SettingsException;
import com.callbackers.operator.settings.SettingsReader;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The operator as a process of its own. */
@Command(
        name = "callbackers-operator",
        description = "Turns CallbackRoutes into routes at work, in the cluster that it runs in or KUBECONFIG names.",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorApplication.Version.class)
public final class OperatorApplication implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:CALLBACKERS_CONFIG}",
            description = "settings as YAML (default: what CALLBACKERS_CONFIG names, else every default)")
    private @Nullable Path config;

    public static void main(String[] arguments) {
        // Before the first logger is made.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "com/callbackers/operator/logback.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new OperatorApplication()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof SettingsException)) {
                throw failure;
            }
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws Exception {
        try (var client = new KubernetesClientBuilder().build()) {
            var operator = new Operator(settings(client.getNamespace()), client, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "stop"));
            operator.start(new InetSocketAddress(0).getAddress());
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private OperatorSettings settings(@Nullable String namespace) {
        var own = Objects.requireNonNullElse(System.getenv("POD_NAMESPACE"), Objects.requireNonNullElse(namespace, ""));
        return config == null ? SettingsReader.read("", own) : SettingsReader.read(config, own);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "callbackers-operator "
                        + Objects.requireNonNullElse(
                                OperatorApplication.class.getPackage().getImplementationVersion(), "from source")
            };
        }
    }
}

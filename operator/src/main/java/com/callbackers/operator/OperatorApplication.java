package com.callbackers.operator;

import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.settings.SettingsException;
import com.callbackers.operator.settings.SettingsReader;
import io.fabric8.kubernetes.client.Config;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
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
        var kubernetes = Config.autoConfigure(null);
        var settings = settings(kubernetes.getNamespace());
        var operator = start(settings, kubernetes);
        Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "stop"));
        try {
            operator.ended().toCompletableFuture().join();
            return CommandLine.ExitCode.OK;
        } catch (CompletionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            LoggerFactory.getLogger(OperatorApplication.class)
                    .atError()
                    .setCause(cause instanceof LostLeadException ? null : cause)
                    .addKeyValue("cause", String.valueOf(cause.getMessage()))
                    .log("The operator ends");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static Operator start(OperatorSettings settings, Config kubernetes) throws Exception {
        try {
            return Operator.start(settings, kubernetes);
        } catch (BindException e) {
            throw new SettingsException(
                    "callbackers.operator.management-port is " + settings.managementPort() + ", which is taken");
        }
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

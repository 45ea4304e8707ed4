package com.callbackers.standalone;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. */
@Command(
        name = "callbackers",
        description = "A callback (webhook) gateway: takes every callback in, records it, and acts on it by rules.",
        subcommands = UpCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Standalone.Version.class)
public final class Standalone implements Runnable {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Standalone()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(Problem.sentence(failure));
            return failure instanceof Problem ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
    }

    /** Without a command. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    static String version() {
        return Objects.requireNonNullElse(Standalone.class.getPackage().getImplementationVersion(), "from source");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"callbackers " + version()};
        }
    }
}

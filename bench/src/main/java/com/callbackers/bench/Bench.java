package com.callbackers.bench;

import com.callbackers.bench.house.NotInstalledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Runs scenarios by name and prints their figures, or writes them as JSON. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        version = "1",
        description = "Measures Callbackers on this machine.")
final class Bench implements Callable<Integer> {

    /** Before the name of a figure that is a ratio within the run, or a rate; these are told together too. */
    static final String RATIO = "ratio:";

    static final String RATE = "rate:";

    @Parameters(
            arity = "0..*",
            description = {
                "Scenarios; all but scale, scaleout and start when none is named.",
                "  edge        the edge beside a handler that keeps nothing and one that writes each by itself",
                "              (needs PostgreSQL and RabbitMQ installed)",
                "  path        from a request to the recorded delivery: sustained, drained, at rest",
                "              (needs PostgreSQL and RabbitMQ installed)",
                "  scale       what the journal takes with ten thousand callbacks in it, and with ten million",
                "              (needs PostgreSQL installed; with --quick one million)",
                "  scaleout    two edges and three workers: how they share, and what is lost while they come and go",
                "              (needs PostgreSQL and RabbitMQ installed)",
                "  start       the images, from exec to work done, and the memory they take",
                "              (builds them; needs PostgreSQL and RabbitMQ installed)",
                "  decision    one decision over 16 rules with CEL, in microseconds (JMH)",
                "  standalone  start of './callbackers up', memory, and how long after its 202 a callback arrives",
                "  isolation   what a good receiver notices of a bad one",
                "              (needs PostgreSQL and RabbitMQ installed)",
                "  routes      edits among many routes, a cold operator, the table of a worker",
                "              (needs PostgreSQL and RabbitMQ installed)"
            })
    private List<String> scenarios = List.of("edge", "path", "decision", "standalone", "isolation", "routes");

    @Option(names = "--quick", description = "Shorter runs, rougher figures.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
    private @Nullable Path json;

    private final Path home =
            Path.of(System.getProperty("callbackers.home", "")).toAbsolutePath();

    public static void main(String[] arguments) {
        // Tenants are told apart by the host, and not every system knows *.localhost. Read once, when HTTP is used
        // first.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("machine", Machine.describe());
        var ratios = new LinkedHashMap<String, Object>();
        var rates = new LinkedHashMap<String, Object>();
        for (var scenario : scenarios) {
            var found = new LinkedHashMap<>(figures(scenario));
            take(found, RATIO, ratios);
            take(found, RATE, rates);
            figures.put(scenario, found);
        }
        figures.put("ratios", ratios);
        figures.put("rates", rates);
        print(figures);
        return 0;
    }

    private static void take(Map<String, Object> from, String prefix, Map<String, Object> into) {
        from.entrySet().removeIf(figure -> {
            if (!figure.getKey().startsWith(prefix)) {
                return false;
            }
            into.put(figure.getKey().substring(prefix.length()), figure.getValue());
            return true;
        });
    }

    /** What cannot be measured here says so, and does not keep the others from being told. */
    private Map<String, Object> figures(String scenario) throws Exception {
        try {
            return run(scenario);
        } catch (NotInstalledException e) {
            return Map.of("notMeasured", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> run(String scenario) throws Exception {
        return switch (scenario) {
            case "edge" -> EdgeScenario.run(quick);
            case "path" -> PathScenario.run(quick);
            case "scale" -> ScaleScenario.run(quick);
            case "scaleout" -> ScaleOutScenario.run(quick);
            case "start" -> StartScenario.run(home, quick);
            case "decision" -> DecisionScenario.run(quick);
            case "standalone" -> StandaloneScenario.run(home, quick);
            case "isolation" -> IsolationScenario.run(quick);
            case "routes" -> RoutesScenario.run(quick);
            default -> throw new CommandLine.ParameterException(new CommandLine(this), "no scenario " + scenario);
        };
    }

    private void print(Map<String, Object> figures) throws IOException {
        figures.forEach((scenario, values) -> {
            System.out.println(scenario);
            ((Map<?, ?>) values).forEach((name, value) -> System.out.printf("  %-32s %s%n", name, value));
        });
        if (json != null) {
            Files.writeString(
                    json,
                    JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(figures));
        }
    }
}

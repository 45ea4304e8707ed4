package com.callbackers.bench.faults;

import com.callbackers.bench.Machine;
import com.callbackers.bench.house.House;
import com.callbackers.bench.house.NotInstalledException;
import com.callbackers.bench.house.SmallDisk;
import com.callbackers.bench.load.Sender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Breaks one thing after another under load, and says whether anything that was accepted was lost. */
@Command(
        name = "bench/faults",
        mixinStandardHelpOptions = true,
        version = "1",
        description = {
            "Starts edge, worker, PostgreSQL and RabbitMQ as processes, sends callbacks at a fixed rate, kills, freezes,",
            "cuts off and restarts each, and prints what became of every request. The last line is 'lost: N'; the exit",
            "status is 0 when nothing was lost and no request was refused."
        })
public final class Faults implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "FAULT",
            description = "Only these faults, or those whose names contain it.")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "The short form: fewer faults, each for less time.")
    private boolean quick;

    @Option(names = "--rate", paramLabel = "N", description = "Requests a second (default: ${DEFAULT-VALUE}).")
    private int rate = 200;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            description = "How long each fault lasts (default: 20; quick: 5).")
    private int hold;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
    private @Nullable Path json;

    public static void main(String[] arguments) {
        // Read once, when HTTP is used first.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        System.exit(new CommandLine(new Faults()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try {
            return keep();
        } catch (NotInstalledException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private int keep() throws Exception {
        var seconds = hold > 0 ? hold : quick ? 5 : 20;
        var faults = faults();
        if (faults.isEmpty()) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "no fault" + (quick ? " of the short form" : "") + " is called like " + only);
        }
        var withSmallDisk = faults.stream().anyMatch(Fault::fillsADisk);
        var entries = new ArrayList<Entry>();
        try (var house = House.open();
                var stage = new Closing(Stage.set(house, withSmallDisk), rate)) {
            var ledger = new Ledger(stage.stage, stage.sender, Duration.ofSeconds(seconds));
            System.out.println(rate + " requests a second; each fault lasts " + seconds + " s");
            System.out.println(Entry.heading());
            for (var fault : faults) {
                var entry = ledger.enter(fault);
                entries.add(entry);
                System.out.println(entry.row());
            }
        }
        var lost = entries.stream().mapToInt(Entry::lost).sum();
        var refused = entries.stream().mapToInt(Entry::refused).sum();
        write(entries, seconds, lost);
        System.out.println("lost: " + lost);
        return lost == 0 && refused == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** The sender ends before what it sends to. */
    private record Closing(Stage stage, Sender sender) implements AutoCloseable {

        Closing(Stage stage, int rate) {
            this(stage, new Sender(stage.edgePort(), List.of("ledger.localhost"), rate));
        }

        @Override
        public void close() {
            sender.close();
        }
    }

    private List<Fault> faults() {
        var asked = Fault.schedule(quick).stream()
                .filter(fault -> only.isEmpty() || only.stream().anyMatch(name -> isCalled(fault, name)))
                .toList();
        if (asked.stream().noneMatch(Fault::fillsADisk) || SmallDisk.isPossible()) {
            return asked;
        }
        System.out.println("left out: Postgres' disk full, which takes root to mount a disk");
        return asked.stream().filter(fault -> !fault.fillsADisk()).toList();
    }

    /** The whole name is that fault alone, without those that it is a part of. */
    private static boolean isCalled(Fault fault, String name) {
        var isWhole =
                Fault.schedule(false).stream().anyMatch(each -> each.name().equals(name));
        return isWhole ? fault.name().equals(name) : fault.name().contains(name);
    }

    private void write(List<Entry> entries, int seconds, int lost) throws Exception {
        if (json == null) {
            return;
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("machine", Machine.describe());
        figures.put("requestsPerSecond", rate);
        figures.put("faultSeconds", seconds);
        figures.put("faults", entries.stream().map(Entry::figures).toList());
        figures.put("lost", lost);
        Files.writeString(
                json,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    }
}

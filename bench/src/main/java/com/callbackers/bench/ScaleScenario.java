package com.callbackers.bench;

import com.callbackers.bench.house.House;
import com.callbackers.bench.house.Postgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the journal takes for the same with ten thousand callbacks in it, and with ten million: two databases, asked in turn. */
final class ScaleScenario {

    private static final int ROUNDS = 31;

    private final Postgres postgres;
    private final int large;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private ScaleScenario(Postgres postgres, boolean quick) {
        this.postgres = postgres;
        this.large = quick ? 1_000_000 : 10_000_000;
    }

    static Map<String, Object> run(boolean quick) throws IOException {
        try (var house = House.open()) {
            return new ScaleScenario(house.postgres(), quick).run();
        }
    }

    private Map<String, Object> run() {
        try (var few = new FilledJournal(postgres.add("few"));
                var many = new FilledJournal(postgres.database())) {
            few.fill(FilledJournal.FEWEST);
            var begin = System.nanoTime();
            many.fill(large);
            System.err.printf(
                    "%,d callbacks after %d s%n",
                    large, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
            postgres.settle();
            compare(few, many); // warms up
            figures.put("callbacks", large);
            compare(few, many).forEach(this::tell);
            many.bytes().forEach(figures::put);
            retention(many);
        }
        return figures;
    }

    /** In milliseconds. */
    private record Times(List<Double> few, List<Double> many) {

        Times() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** By what is done. */
    private static Map<String, Times> compare(FilledJournal few, FilledJournal many) {
        var all = new LinkedHashMap<String, Times>();
        var ofFew = few.questions();
        var ofMany = many.questions();
        for (var number = 0; number < ofFew.size(); number++) {
            var times = times(all, ofFew.get(number).name());
            for (var round = 0; round < ROUNDS; round++) {
                times.few().add(ofFew.get(number).millis());
                times.many().add(ofMany.get(number).millis());
            }
        }
        for (var round = 0; round < ROUNDS; round++) {
            work(few).forEach((step, millis) -> times(all, step).few().add(millis));
            work(many).forEach((step, millis) -> times(all, step).many().add(millis));
        }
        return all;
    }

    private static Times times(Map<String, Times> all, String what) {
        return all.computeIfAbsent(what, any -> new Times());
    }

    /** What workers do: deliveries are held from their decision on, or claimed later. In milliseconds, by step. */
    private static Map<String, Double> work(FilledJournal journal) {
        var steps = new LinkedHashMap<String, Double>();
        var arrived = journal.arrive();
        var held = timed(steps, "decide", () -> journal.decide(arrived, FilledJournal.BATCH))
                .claims();
        timed(steps, "record", () -> journal.record(held));
        var free = journal.decide(journal.arrive(), 0).deliveries();
        journal.record(timed(steps, "claim", () -> journal.claim(free)));
        return steps;
    }

    private static <T> T timed(Map<String, Double> steps, String step, Supplier<T> work) {
        var begin = System.nanoTime();
        var result = work.get();
        steps.put(step + "_" + FilledJournal.BATCH, (System.nanoTime() - begin) / 1e6);
        return result;
    }

    private void tell(String what, Times times) {
        var few = Median.of(times.few().stream());
        var many = Median.of(times.many().stream());
        figures.put(what, "%.2f ms among few, %.2f ms among many".formatted(few, many));
        figures.put(Bench.RATIO + "scale_" + what, Math.round(many / few * 100) / 100.0);
    }

    /** The longest that an arrival takes while days are dropped. */
    private void retention(FilledJournal journal) {
        var begin = System.nanoTime();
        var dropped = journal.drop();
        var longest = 0L;
        do {
            var before = System.nanoTime();
            journal.arrive();
            longest = Math.max(longest, System.nanoTime() - before);
        } while (!dropped.isDone());
        figures.put("daysDropped", dropped.join());
        figures.put("dropMillis", (System.nanoTime() - begin) / 1_000_000);
        figures.put("longestArrivalMeanwhileMillis", longest / 1_000_000);
    }
}

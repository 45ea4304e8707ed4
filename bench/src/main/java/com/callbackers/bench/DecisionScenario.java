package com.callbackers.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link DecisionBenchmark}: figures in microseconds a decision, with JMH's error at 99.9 %. */
final class DecisionScenario {

    private DecisionScenario() {}

    static Map<String, Object> run(boolean quick) throws RunnerException {
        var options = new OptionsBuilder().include(DecisionBenchmark.class.getName());
        if (quick) {
            options.warmupIterations(2).measurementIterations(2);
        }
        var figures = new LinkedHashMap<String, Object>();
        for (var result : new Runner(options.build()).run()) {
            var label = result.getPrimaryResult().getLabel() + "Among"
                    + result.getParams().getParam("routes");
            figures.put(label + "Micros", rounded(result.getPrimaryResult().getScore()));
            figures.put(label + "MicrosError", rounded(result.getPrimaryResult().getScoreError()));
        }
        return figures;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}

package com.callbackers.bench.house;

import java.util.List;

/** Metrics in Prometheus' text format, as they were at one moment. */
public record Scrape(List<String> lines) {

    static Scrape of(String text) {
        return new Scrape(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /**
     * The sum of those that begin so.
     *
     * @param start a name, or a name and the beginning of its labels
     */
    public double sum(String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

package com.callbackers.bench;

import java.util.stream.Stream;

/** What rounds are told by. */
final class Median {

    private Median() {}

    /** Of one at least. */
    static double of(Stream<Double> values) {
        var sorted = values.sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

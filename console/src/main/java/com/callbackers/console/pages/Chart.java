package com.callbackers.console.pages;

import com.callbackers.journal.Volume;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bars of callbacks over a time, as they are drawn in a field of 100 by 100.
 *
 * @param most callbacks in one bar
 */
record Chart(List<Bar> bars, long callbacks, long failures, long most, Instant since, Instant until) {

    private static final double GAP = 0.2;

    /** @param failed of the height, from the ground */
    record Bar(double x, double width, double height, double failed, long callbacks, long failures, Instant from) {}

    static Chart of(List<Volume> volumes, Instant since, Instant until) {
        var most = volumes.stream().mapToLong(Volume::callbacks).max().orElse(0);
        var width = 100.0 / Math.max(1, volumes.size());
        return new Chart(
                IntStream.range(0, volumes.size())
                        .mapToObj(i -> bar(volumes.get(i), i * width, width, Math.max(1, most)))
                        .toList(),
                volumes.stream().mapToLong(Volume::callbacks).sum(),
                volumes.stream().mapToLong(Volume::failures).sum(),
                most,
                since,
                until);
    }

    private static Bar bar(Volume volume, double x, double width, long most) {
        return new Bar(
                x,
                width * (1 - GAP),
                100.0 * volume.callbacks() / most,
                100.0 * volume.failures() / most,
                volume.callbacks(),
                volume.failures(),
                volume.from());
    }
}

package com.callbackers.bench.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Processor time of a process, as Linux counts it. */
final class Cpu {

    /** Linux tells it in these on every machine that Java runs on. */
    private static final long MICROS_A_TICK = 10_000;

    /** Of itself by user and system, then the same of its children that have ended. */
    private static final int FIRST = 11;

    private static final int LAST = 14;

    private Cpu() {}

    static long micros(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name before may hold spaces
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return MICROS_A_TICK
                    * Arrays.stream(fields, FIRST, LAST + 1)
                            .mapToLong(Long::parseLong)
                            .sum();
        } catch (IOException e) {
            // it has ended; its parent tells it
            return 0;
        }
    }
}

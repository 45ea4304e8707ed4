package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of a process, as Linux counts it. */
final class Cpu {

    /** Linux tells it in these on every machine that Java runs on. */
    private static final long MICROS_A_TICK = 10_000;

    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private Cpu() {}

    static long micros(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name before may hold spaces
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return MICROS_A_TICK * (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package com.callbackers.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Short lines about what is done and how long it took. */
final class Progress {

    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
    }

    <T> T step(String name, Callable<T> step) throws Exception {
        var begin = System.nanoTime();
        var result = step.call();
        say("  %-28s %s".formatted(name, seconds(begin)));
        return result;
    }

    static String seconds(long beginNanos) {
        return String.format(
                Locale.ROOT,
                "%.1f s",
                Duration.ofNanos(System.nanoTime() - beginNanos).toMillis() / 1_000.0);
    }
}

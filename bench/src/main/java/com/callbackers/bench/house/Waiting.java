package com.callbackers.bench.house;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** For what happens by itself. */
public final class Waiting {

    private static final int LOOK_MILLIS = 20;

    private Waiting() {}

    /** @param what is waited for, told when it does not come */
    public static void until(String what, Duration patience, BooleanSupplier isSo) {
        until(() -> what, patience, isSo);
    }

    public static void until(Supplier<String> what, Duration patience, BooleanSupplier isSo) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain: " + what.get());
            }
            pause(LOOK_MILLIS);
        }
    }

    public static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Host names that applications look up, and that can be taken away. */
public final class Names {

    private static final String THIS_MACHINE = "127.0.0.1 localhost";

    private final Path file;
    private final List<String> names;

    Names(Path file, List<String> names) {
        this.file = file;
        this.names = names;
        setKnown(true);
    }

    /** Answers are not kept longer than a second, as in a cluster. */
    List<String> options() {
        return List.of("-Djdk.net.hosts.file=" + file, "-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1");
    }

    public void setKnown(boolean now) {
        try {
            Files.writeString(file, THIS_MACHINE + (now ? " " + String.join(" ", names) : "") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

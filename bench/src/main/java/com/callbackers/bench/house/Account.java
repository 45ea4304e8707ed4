package com.callbackers.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whom Postgres runs as: it refuses root. */
enum Account {
    OURS,
    POSTGRES;

    static Account choose() {
        return "root".equals(System.getProperty("user.name")) ? POSTGRES : OURS;
    }

    List<String> command(List<String> command) {
        return switch (this) {
            case OURS -> command;
            // without a session, so that the program takes runuser's place as far as signals go
            case POSTGRES ->
                Stream.concat(
                                Stream.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"),
                                command.stream())
                        .toList();
        };
    }

    void give(Path folder) {
        if (this == POSTGRES) {
            try {
                var postgres =
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
                Files.setOwner(folder, postgres);
            } catch (IOException e) {
                throw new UncheckedIOException("Postgres does not run as root, and there is no user postgres", e);
            }
        }
    }
}

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
    NOBODY;

    static Account choose() {
        return "root".equals(System.getProperty("user.name")) ? NOBODY : OURS;
    }

    List<String> command(List<String> command) {
        return switch (this) {
            case OURS -> command;
            // without a session, so that the program takes runuser's place as far as signals go
            case NOBODY ->
                Stream.concat(
                                Stream.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"),
                                command.stream())
                        .toList();
        };
    }

    void give(Path folder) {
        if (this == NOBODY) {
            try {
                var nobody =
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
                Files.setOwner(folder, nobody);
            } catch (IOException e) {
                throw new UncheckedIOException("Postgres does not run as root, and there is no user nobody", e);
            }
        }
    }
}

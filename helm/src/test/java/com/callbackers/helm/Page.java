package com.callbackers.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, and the blocks of code in it. */
record Page(Path file, String text) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w+)\\n(.*?)^ *```$");

    record Block(String language, String code) {}

    static Page read(String name) {
        try {
            var file = Chart.ROOT.resolve("docs").resolve(name);
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .map(match -> new Block(match.group(2), match.group(3).replaceAll("(?m)^" + match.group(1), "")))
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** Every document of the YAML blocks. */
    List<JsonNode> documents() {
        return blocks("yaml").stream()
                .flatMap(block -> Manifests.read(block.code()).objects().stream())
                .toList();
    }

    /** The resources of a kind among them. */
    Stream<JsonNode> resources(String kind) {
        return documents().stream()
                .filter(document -> document.path("kind").asText().equals(kind));
    }
}

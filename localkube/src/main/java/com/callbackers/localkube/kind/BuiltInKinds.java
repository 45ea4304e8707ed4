package com.callbackers.localkube.kind;

import com.callbackers.localkube.kind.Kind.Serving;
import com.callbackers.localkube.kind.Kind.Subresource;
import com.callbackers.localkube.shape.BuiltInTypes;
import com.callbackers.localkube.store.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The kinds that need no definition, read from {@code built-in-kinds.txt}. */
final class BuiltInKinds {

    private BuiltInKinds() {}

    static List<Kind> all() {
        try (var file = Objects.requireNonNull(BuiltInKinds.class.getResourceAsStream("built-in-kinds.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> kind(List.of(line.split(" "))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kind kind(List<String> words) {
        var groupVersion = words.get(0).split("/", -1);
        var group = groupVersion.length == 1 ? "" : groupVersion[0];
        var version = groupVersion[groupVersion.length - 1];
        var kind = words.get(2);
        return new Kind(
                new Resource(group, words.get(1)),
                version,
                new Names(
                        kind,
                        kind + "List",
                        kind.toLowerCase(Locale.ROOT),
                        values(words, "short"),
                        values(words, "categories")),
                words.get(3).equals("namespaced"),
                subresources(words),
                words.contains("generation"),
                words.contains("create") ? Serving.ANSWERED : Serving.STORED,
                BuiltInTypes.all().shape(BuiltInTypes.ofKind(words.get(0), kind)),
                null);
    }

    private static Set<Subresource> subresources(List<String> words) {
        var found = EnumSet.noneOf(Subresource.class);
        if (words.contains("status")) {
            found.add(Subresource.STATUS);
        }
        if (words.contains("scale")) {
            found.add(Subresource.SCALE);
        }
        return found;
    }

    private static List<String> values(List<String> words, String name) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .flatMap(word -> List.of(word.substring(name.length() + 1).split(",")).stream())
                .toList();
    }
}

package com.callbackers.localkube.store;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.json.Json.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The lines of an object file, and what they come to. */
final class ObjectLines {

    private final Map<Key, Stored> objects = new LinkedHashMap<>();
    private long version = 1;

    private ObjectLines() {}

    static ObjectLines read(Path file) throws IOException {
        var read = new ObjectLines();
        if (!Files.exists(file)) {
            return read;
        }
        try (var lines = new Lines(file)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                try {
                    read.take(line);
                } catch (MalformedException | RuntimeException e) {
                    throw new IOException("line " + lines.number() + " of " + file + " cannot be read", e);
                }
            }
        }
        return read;
    }

    Collection<Stored> objects() {
        return objects.values();
    }

    long version() {
        return version;
    }

    private void take(byte[] line) throws MalformedException {
        int verbEnd = indexOf(line, 0);
        int resourceEnd = indexOf(line, verbEnd + 1);
        var verb = text(line, 0, verbEnd);
        var resource = resource(text(line, verbEnd + 1, resourceEnd));
        switch (verb) {
            case "put" -> put(resource, Arrays.copyOfRange(line, resourceEnd + 1, line.length));
            case "delete" -> delete(resource, text(line, resourceEnd + 1, line.length));
            default -> throw new IllegalArgumentException(verb);
        }
    }

    private void put(Resource resource, byte[] json) throws MalformedException {
        var tree = Json.parse(json);
        var metadata = tree.path("metadata");
        var key = new Key(
                resource,
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
        var object = Stored.read(key, tree, json);
        objects.put(key, object);
        version = Math.max(version, object.resourceVersion());
    }

    private void delete(Resource resource, String rest) {
        var words = rest.split("[/ ]", -1);
        objects.remove(new Key(resource, words[0], words[1]));
        version = Math.max(version, Long.parseLong(words[2]));
    }

    static byte[] line(Change change) {
        var key = change.object().key();
        return switch (change) {
            case Change.Added added -> put(added.object());
            case Change.Modified modified -> put(modified.object());
            case Change.Deleted deleted ->
                ("delete " + path(key.resource()) + " " + key.namespace() + "/" + key.name() + " "
                                + deleted.resourceVersion() + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] put(Stored object) {
        var start = ("put " + path(object.key().resource()) + " ").getBytes(StandardCharsets.UTF_8);
        var line = new ByteArrayOutputStream(start.length + object.json().length + 1);
        line.writeBytes(start);
        line.writeBytes(object.json());
        line.write('\n');
        return line.toByteArray();
    }

    /** The fewest lines that come to the same. */
    Stream<byte[]> compacted() {
        // so that the version does not go back to that of the newest object
        var start = ("delete /- / " + version + "\n").getBytes(StandardCharsets.UTF_8);
        return Stream.concat(Stream.of(start), objects.values().stream().map(ObjectLines::put));
    }

    private static String path(Resource resource) {
        return resource.group() + "/" + resource.plural();
    }

    private static Resource resource(String path) {
        int slash = path.indexOf('/');
        return new Resource(path.substring(0, slash), path.substring(slash + 1));
    }

    private static int indexOf(byte[] line, int from) {
        for (int i = from; i < line.length; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        throw new IllegalArgumentException("too few words");
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }
}

package com.callbackers.folder;

import com.callbackers.compiler.ResourceFile;
import com.callbackers.compiler.ResourceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of YAML files and those below it. A file that turns bad keeps what it held before, and so does a folder
 * that cannot be read. Names that start with a dot are left out: editors and Kubernetes' mounts have such.
 */
public final class ResourceFolder {

    private static final long LARGEST = 1 << 20;
    private static final int DEEPEST = 16;

    private final Path root;
    private Map<Path, Held> held = new TreeMap<>();
    private @Nullable Listing last;

    public ResourceFolder(Path root) {
        this.root = root;
    }

    /** @param troubles with the folder itself */
    public record Listing(List<ResourceFile> files, List<String> troubles) {}

    /** @param content null when it could not be read */
    private record Held(byte @Nullable [] content, ResourceFile file) {

        @Override
        public String toString() {
            return "Held[" + file.name() + "]";
        }
    }

    /** What the folder holds now, or nothing when that is what it held the last time. */
    public Optional<Listing> scan() {
        Listing now;
        try {
            now = list();
        } catch (IOException | UncheckedIOException e) {
            now = new Listing(
                    last == null ? List.of() : last.files(),
                    List.of(root + ": cannot be read, so its routes stay as they were"));
        }
        if (now.equals(last)) {
            return Optional.empty();
        }
        last = now;
        return Optional.of(now);
    }

    private Listing list() throws IOException {
        var next = new TreeMap<Path, Held>();
        for (var path : paths()) {
            var before = held.get(path);
            next.put(path, read(path, before));
        }
        held = next;
        return new Listing(next.values().stream().map(Held::file).toList(), List.of());
    }

    private List<Path> paths() throws IOException {
        try (var found = Files.find(
                root, DEEPEST, (path, attributes) -> attributes.isRegularFile(), FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(path -> yaml(path) && !hidden(path)).sorted().toList();
        }
    }

    /** The folders to watch. */
    public List<Path> folders() throws IOException {
        try (var found = Files.find(
                root, DEEPEST, (path, attributes) -> attributes.isDirectory(), FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(path -> !hidden(path)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Held read(Path path, @Nullable Held before) {
        byte[] content = null;
        ResourceFile file;
        try {
            if (Files.size(path) > LARGEST) {
                file = ResourceFile.unreadable(path.toString(), "is larger than 1 MiB; split it");
            } else {
                content = Files.readAllBytes(path);
                if (before != null && Arrays.equals(before.content(), content)) {
                    return before;
                }
                file = ResourceReader.read(path.toString(), text(content));
            }
        } catch (CharacterCodingException e) {
            file = ResourceFile.unreadable(path.toString(), "is not UTF-8 text");
        } catch (IOException e) {
            file = ResourceFile.unreadable(path.toString(), "cannot be read");
        }
        var kept = file.whole() || before == null ? withoutParts(file) : keeping(before.file(), file);
        return before != null && before.file().equals(kept) ? before : new Held(content, kept);
    }

    /** Of a file that is not whole, nothing is used: it may be half written. */
    private static ResourceFile withoutParts(ResourceFile file) {
        return file.whole()
                ? file
                : new ResourceFile(file.name(), List.of(), List.of(), List.of(), file.troubles(), false);
    }

    private static ResourceFile keeping(ResourceFile before, ResourceFile file) {
        return new ResourceFile(
                file.name(), before.routes(), before.destinations(), before.secrets(), file.troubles(), false);
    }

    private static String text(byte[] content) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
    }

    private static boolean yaml(Path path) {
        var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private boolean hidden(Path path) {
        for (int i = root.getNameCount(); i < path.getNameCount(); i++) {
            if (path.getName(i).toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}

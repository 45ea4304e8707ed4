package com.callbackers.localkube.shape;

import com.callbackers.localkube.shape.Shape.Listing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The types that the built-in kinds are made of, read from {@code kubernetes-types.txt}. */
public final class BuiltInTypes {

    public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    private static final BuiltInTypes ALL = read();

    private final Map<String, BuiltInType> types;

    private BuiltInTypes(Map<String, BuiltInType> types) {
        this.types = types;
    }

    public static BuiltInTypes all() {
        return ALL;
    }

    public BuiltInType get(String name) {
        return Objects.requireNonNull(types.get(name), name);
    }

    /** The type of a kind; options of requests have the API version of what they are about. */
    public Optional<BuiltInType> find(String apiVersion, String kind) {
        return kind.equals("DeleteOptions")
                ? Optional.of(get(DELETE_OPTIONS))
                : Optional.ofNullable(types.get(ofKind(apiVersion, kind)));
    }

    /** The full name of a built-in kind's type, such as {@code io.k8s.api.apps.v1.Deployment}. */
    public static String ofKind(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "core" : apiVersion.substring(0, slash);
        var version = apiVersion.substring(slash + 1);
        return group.equals("apiextensions.k8s.io")
                ? "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions." + version + "." + kind
                : "io.k8s.api." + group.replaceFirst("\\..*", "") + "." + version + "." + kind;
    }

    public Shape shape(String name) {
        return BuiltInShape.of(this, new TypeRef.Named(name));
    }

    private static BuiltInTypes read() {
        var types = new HashMap<String, BuiltInType>();
        var resource = Objects.requireNonNull(BuiltInTypes.class.getResourceAsStream("kubernetes-types.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            Map<String, BuiltInField> fields = Map.of();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("type ")) {
                    fields = new LinkedHashMap<>();
                    var type = type(new Line(line), fields);
                    types.put(type.name(), type);
                } else if (line.startsWith("  ")) {
                    var field = field(new Line(line));
                    fields.put(field.name(), field);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuiltInTypes(types);
    }

    private static BuiltInType type(Line line, Map<String, BuiltInField> fields) {
        return new BuiltInType(line.words.get(1), line.has("atomic"), line.description, fields);
    }

    private static BuiltInField field(Line line) {
        return new BuiltInField(
                line.words.get(0),
                line.words.get(1),
                TypeRef.parse(line.words.get(2)),
                line.has("required"),
                line.has("omitzero"),
                line.has("atomic"),
                line.value("list").map(BuiltInTypes::listing).orElse(Listing.ATOMIC),
                line.has("merge") ? Optional.of("") : line.value("merge"),
                line.has("retainKeys"),
                line.description);
    }

    private static Listing listing(String text) {
        return text.equals("set")
                ? new Listing.OfScalars()
                : new Listing.ByKeys(List.of(text.substring("map:".length()).split(",")));
    }

    private static final class Line {
        final List<String> words;
        final String description;

        Line(String line) {
            int hash = line.indexOf(" # ");
            description = hash < 0 ? "" : line.substring(hash + 3);
            words = List.of((hash < 0 ? line : line.substring(0, hash)).strip().split(" "));
        }

        boolean has(String flag) {
            return words.contains(flag);
        }

        Optional<String> value(String flag) {
            return words.stream()
                    .filter(word -> word.startsWith(flag + "="))
                    .map(word -> word.substring(flag.length() + 1))
                    .findFirst();
        }
    }
}

package com.callbackers.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of resources; one that is wrong says from whom which refusal is expected. */
record Sample(String name, String yaml) {

    static final Path SAMPLES = Path.of("src/test/resources/samples");
    static final Path EXAMPLES = Path.of("../examples");

    static List<Sample> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Sample::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Sample> valid() {
        return Stream.concat(in(SAMPLES.resolve("valid")).stream(), in(EXAMPLES).stream())
                .toList();
    }

    /** @param from schema or operator */
    static List<Sample> invalid(String from) {
        return in(SAMPLES.resolve("invalid")).stream()
                .filter(sample -> sample.comments("from").equals(List.of(from)))
                .toList();
    }

    private static Sample read(Path file) {
        try {
            return new Sample(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> says() {
        return comments("says");
    }

    List<String> comments(String name) {
        var start = "# " + name + ": ";
        return yaml.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    /** Routes and destinations. */
    List<JsonNode> resources() {
        return Arrays.stream(yaml.split("\n---\n", -1))
                .map(Crd::tree)
                .filter(document -> document.path("apiVersion").asText().startsWith("callbackers.com/"))
                .toList();
    }

    /** What the operator tells of a resource, the other resources and Secrets of the file being there. */
    List<Problem> findings(JsonNode resource) {
        return findings(resource, references());
    }

    static List<Problem> findings(JsonNode resource, References references) {
        var compiler = new RouteCompiler("callbackers.com");
        if (Crd.of(resource).equals(Crd.ROUTE)) {
            var read = ResourceReader.route(resource.toString());
            var compilation = compiler.compile(read.resource(), 1, references);
            return read.with(compilation instanceof Compilation.Refused refused ? refused.problems() : List.of());
        }
        var read = ResourceReader.read("sample", resource.toString())
                .destinations()
                .getFirst();
        return read.with(compiler.check(read.resource(), references));
    }

    static String told(Problem problem) {
        return problem.condition() + "/" + problem.reason() + ": " + problem;
    }

    References references() {
        var tenant = new Tenant();
        var file = ResourceReader.read(name, yaml);
        file.secrets()
                .forEach(read -> tenant.secret(
                        read.resource().getMetadata().getNamespace(),
                        read.resource().getMetadata().getName(),
                        new HashMap<>(values(read.resource()))));
        file.destinations().forEach(read -> tenant.destination(read.resource()));
        return tenant;
    }

    private static Map<String, String> values(Secret secret) {
        return Optional.ofNullable(secret.getStringData()).orElse(Map.of());
    }

    @Override
    public String toString() {
        return name;
    }
}

package com.callbackers.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An image as the build leaves it, taken apart. */
record Image(Path folder, String name, JsonNode config, String digest) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Builds images on nothing, so that no registry is asked for the base.
     *
     * @param applications by their names, with commas
     */
    static void build(String applications) throws IOException, InterruptedException {
        // Maven builds the other modules of it again only where their sources have changed.
        run(
                Chart.ROOT,
                Chart.ROOT.resolve("mvnw").toString(),
                "-B",
                "-q",
                "-Pimages",
                "-pl",
                applications,
                "-am",
                "package",
                "-DskipTests",
                "-Dspotless.check.skip",
                "-Dimage.base=scratch");
    }

    static Image unpack(String application, Path folder) throws IOException, InterruptedException {
        var target = Chart.ROOT.resolve(application).resolve("target");
        Files.createDirectories(folder.resolve("root"));
        run(folder, "tar", "-xf", target.resolve("jib-image.tar").toString());
        var manifest = JSON.readTree(folder.resolve("manifest.json").toFile()).get(0);
        for (var layer : manifest.get("Layers")) {
            run(folder, "tar", "-xzf", layer.asText(), "-C", "root");
        }
        return new Image(
                folder.resolve("root"),
                manifest.at("/RepoTags/0").asText(),
                JSON.readTree(folder.resolve(manifest.get("Config").asText()).toFile())
                        .get("config"),
                Files.readString(target.resolve("jib-image.digest")));
    }

    List<String> entrypoint() {
        return strings("Entrypoint");
    }

    private List<String> strings(String field) {
        return StreamSupport.stream(config.get(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /**
     * Starts it outside of a container, on the Java at hand: the paths of the image are turned into those where it was
     * unpacked.
     */
    Process start(Map<String, String> variables, Path output) throws IOException {
        var classpath = folder.resolve("app/jib-classpath-file");
        var here = Files.writeString(
                folder.resolveSibling("classpath"), Files.readString(classpath).replace("/app/", folder + "/app/"));
        var command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        entrypoint().stream()
                                .skip(1)
                                .map(part -> part.equals("@/app/jib-classpath-file") ? "@" + here : part))
                .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        strings("Env").forEach(it -> builder.environment()
                .put(it.substring(0, it.indexOf('=')), it.substring(it.indexOf('=') + 1)));
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        var log = Files.createTempFile("callbackers-run", ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + Files.readString(log));
        }
        Files.delete(log);
    }
}

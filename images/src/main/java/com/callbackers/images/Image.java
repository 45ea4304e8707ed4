package com.callbackers.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An image, taken apart.
 *
 * @param root its files
 * @param config of its container
 * @param layers their digests, from the lowest up
 */
public record Image(Path root, String name, JsonNode config, List<String> layers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param folder to put it into */
    public static Image unpack(Path tar, Path folder) throws IOException, InterruptedException {
        var root = Files.createDirectories(folder.resolve("root"));
        run(folder, "tar", "-xf", tar.toAbsolutePath().toString());
        var manifest = JSON.readTree(folder.resolve("manifest.json").toFile()).get(0);
        for (var layer : strings(manifest.get("Layers"))) {
            run(folder, "tar", "--no-same-owner", "-xzf", layer, "-C", root.toString());
        }
        var config =
                JSON.readTree(folder.resolve(manifest.get("Config").asText()).toFile());
        return new Image(
                root.toAbsolutePath(),
                manifest.at("/RepoTags/0").asText(),
                config.get("config"),
                strings(config.at("/rootfs/diff_ids")));
    }

    private List<String> entrypoint() {
        return strings(config.get("Entrypoint"));
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /**
     * Starts it outside of a container, where it was unpacked.
     *
     * @param options more, for the JVM
     * @param variables more, of the environment
     */
    public Process start(List<String> options, Map<String, String> variables, Path output) throws IOException {
        var builder =
                new ProcessBuilder(command(options)).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** Whether its Java is one for this machine. */
    boolean canRun() throws InterruptedException {
        try {
            return new ProcessBuilder(java().toString(), "-version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its entrypoint, where it was unpacked. */
    public List<String> command(List<String> options) throws IOException {
        var command = new ArrayList<String>();
        command.add(java().toString());
        command.addAll(options);
        for (var part : entrypoint().subList(1, entrypoint().size())) {
            command.add(part.equals("@/app/jib-classpath-file") ? classpath() : placed(part));
        }
        return command;
    }

    public Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        for (var variable : strings(config.get("Env"))) {
            var equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }

    /** The one that the image brings along; the Java at hand where it stands on nothing. */
    private Path java() {
        return Stream.ofNullable(environment().get("JAVA_HOME"))
                .map(home -> root.resolve(home.substring(1)))
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of(System.getProperty("java.home")))
                .resolve("bin/java");
    }

    private String classpath() throws IOException {
        return placed(Files.readString(root.resolve("app/jib-classpath-file")));
    }

    private String placed(String paths) {
        return paths.replace("/app/", root + "/app/");
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        var log = Files.createTempFile("callbackers-image", ".log");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
        }
        Files.delete(log);
    }
}

package com.callbackers.helm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Helm as a user has it: the file that HELM names, or the one in the PATH. */
record HelmBinary(Path file) {

    /** What a command printed, on both of its streams, and how it ended. */
    record Result(int code, String output) {

        String orFail() {
            if (code != 0) {
                throw new AssertionError(output);
            }
            return output;
        }
    }

    static Optional<HelmBinary> find() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("HELM")).map(Path::of),
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, "helm")))
                .filter(Files::isExecutable)
                .filter(file -> !Files.isDirectory(file))
                .map(HelmBinary::new)
                .findFirst();
    }

    Result run(Map<String, String> environment, List<String> arguments) {
        try {
            var builder = new ProcessBuilder(Stream.concat(Stream.of(file.toString()), arguments.stream())
                            .toList())
                    .redirectErrorStream(true);
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("helm did not end: " + arguments);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Result run(String... arguments) {
        return run(Map.of(), List.of(arguments));
    }
}

package com.callbackers.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine that is tried on the local API. */
record Tool(Path program, List<String> arguments, Map<String, String> environment) {

    record Result(int code, String output) {}

    /** Skips the test where there is none. */
    static Path find(String variable, String name) {
        var stated = System.getenv(variable);
        var candidates = stated == null
                ? Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name))
                : Stream.of(Path.of(stated));
        var found = candidates.filter(Files::isExecutable).findFirst();
        assumeTrue(found.isPresent(), "there is no " + name + ": put it on the PATH or name it in " + variable);
        return found.get();
    }

    Result run(String input, String... more) {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(arguments);
        command.addAll(List.of(more));
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What it prints when it succeeds. */
    String succeeds(String input, String... more) {
        var result = run(input, more);
        assertThat(result.code()).as("%s: %s", List.of(more), result.output()).isZero();
        return result.output().strip();
    }

    /** What it prints when it fails. */
    String fails(String input, String... more) {
        var result = run(input, more);
        assertThat(result.code()).as("%s: %s", List.of(more), result.output()).isNotZero();
        return result.output().strip();
    }
}

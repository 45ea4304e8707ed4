package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.callbackers.fuzz.Mutations;
import com.callbackers.resources.CallbackDestination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a file of rules holds, it is read and compiled, or refused in words. */
class SpoiledFilesTest {

    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final References ANY_SECRET = new References() {
        @Override
        public SecretValue secret(String namespace, String name, String key) {
            return new SecretValue.Found("https://hooks.slack.com/services/T/B/X");
        }

        @Override
        public Optional<CallbackDestination> destination(String namespace, String name) {
            return Optional.empty();
        }
    };

    @Test
    void areReadOrRefusedInWords() throws IOException {
        try (var samples = Files.walk(Path.of("src/test/resources/samples"))) {
            // given
            var corpus = samples.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(SpoiledFilesTest::read)
                    .toList();

            // then
            Mutations.ofTexts(corpus, 2_000)
                    .forEach(yaml -> assertTimeoutPreemptively(BOUND, () -> compile(yaml), () -> "of: " + yaml));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(String yaml) {
        var compiler = new RouteCompiler("callbackers.com");
        var file = ResourceReader.read("spoiled.yaml", yaml);
        assertThat(file.troubles()).doesNotContain("");
        for (var route : file.routes()) {
            if (compiler.compile(route.resource(), 1, ANY_SECRET) instanceof Compilation.Refused refused) {
                assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.toString())
                        .isNotBlank());
            }
        }
        file.destinations().forEach(destination -> compiler.check(destination.resource(), ANY_SECRET));
    }
}

package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages under {@code docs/reference} tell the fields as the schemas have them; they and the recipes show resources that work. */
class ReferencePagesTest {

    private static final Path ROUTE = Path.of("../docs/reference/callbackroute.md");
    private static final Path DESTINATION = Path.of("../docs/reference/callbackdestination.md");

    private static final Path RECIPES = Path.of("../docs/recipes");

    /** The line after which everything is generated. */
    private static final Pattern GENERATED = Pattern.compile("(?m)^<!-- generated from .*-->\n");

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    static Stream<Arguments> pages() {
        return Stream.of(arguments(ROUTE, Crd.ROUTE), arguments(DESTINATION, Crd.DESTINATION));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void fieldsAreThoseOfTheSchema(Path page, Crd crd) throws IOException {
        // given
        var text = Files.readString(page);
        var mark = GENERATED.matcher(text);
        assertThat(mark.find())
                .as(page + " says where its generated part begins")
                .isTrue();

        // when
        var expected = text.substring(0, mark.end()) + ReferencePage.of(crd);
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(page, expected);
        }

        // then
        assertThat(Files.readString(page))
                .as(page + " is not what the schema says; write it anew with the command at its generated part")
                .isEqualTo(expected);
    }

    static Stream<Sample> recipes() {
        return Stream.concat(Stream.of(ROUTE, DESTINATION), pagesIn(RECIPES)).flatMap(page -> YAML.matcher(read(page))
                .results()
                .map(block -> new Sample(page.getFileName() + " " + block.start(), block.group(1))));
    }

    private static Stream<Path> pagesIn(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their Secrets and destinations are the reader's. */
    @ParameterizedTest
    @MethodSource("recipes")
    void recipesWork(Sample recipe) {
        for (var resource : recipe.resources()) {
            assertThat(Crd.of(resource).refusals(resource)).isEmpty();
            assertThat(recipe.findings(resource))
                    .filteredOn(problem -> problem.condition().equals("Accepted"))
                    .isEmpty();
        }
    }

    @Test
    void everyReasonIsExplained() throws IOException {
        assertThat(Files.readString(ROUTE))
                .contains(Arrays.stream(Reason.values()).map(Reason::label).toList());
        assertThat(Files.readString(DESTINATION))
                .contains(List.of("InvalidSpec", "SecretNotFound", "SecretKeyNotFound"));
    }
}

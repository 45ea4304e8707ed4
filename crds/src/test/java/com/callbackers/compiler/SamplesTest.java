package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples, as the API server's schema and as the operator's compiler take them. */
class SamplesTest {

    static List<Sample> valid() {
        return Sample.valid();
    }

    static List<Sample> refusedBySchema() {
        return Sample.invalid("schema");
    }

    static List<Sample> refusedByOperator() {
        return Sample.invalid("operator");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void bothTakeWhatIsValid(Sample sample) {
        for (var resource : sample.resources()) {
            assertThat(Crd.of(resource).refusals(resource)).isEmpty();
            assertThat(sample.findings(resource)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("refusedBySchema")
    void theSchemaRefusesInTheWordsOfTheApiServer(Sample sample) {
        var resource = sample.resources().getFirst();
        assertThat(Crd.of(resource).refusals(resource)).containsExactlyInAnyOrderElementsOf(sample.says());
    }

    @ParameterizedTest
    @MethodSource("refusedBySchema")
    void whatTheSchemaRefusesTheOperatorWouldRefuseToo(Sample sample) {
        // given
        var found = sample.findings(sample.resources().getFirst()).stream()
                .map(problem -> new Field(problem.field()))
                .toList();

        // then
        for (var line : sample.says()) {
            var field = new Field(line.replace("[x-a]", ".x-a")
                    .replaceFirst("unknown field \"(.*)\"", "$1: ")
                    .split(": ", 2)[0]);
            if (!field.path().equals("<nil>")) {
                assertThat(found)
                        .as(line)
                        .anyMatch(problem -> problem.within(field.path()) || field.within(problem.path()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refusedByOperator")
    void theOperatorRefusesWhatTheSchemaCannotSee(Sample sample) {
        var resource = sample.resources().getFirst();
        assertThat(Crd.of(resource).refusals(resource)).isEmpty();
        assertThat(sample.findings(resource).stream().map(Sample::told)).containsExactlyElementsOf(sample.says());
    }

    @Test
    void everySampleIsOneOfThese() {
        assertThat(Sample.in(Sample.SAMPLES.resolve("invalid")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(refusedBySchema().stream(), refusedByOperator().stream())
                                .toList());
    }

    @Test
    void everyFieldIsInAValidSample() {
        for (var crd : List.of(Crd.ROUTE, Crd.DESTINATION)) {
            // given
            var given = new TreeSet<String>();
            Sample.valid().stream()
                    .flatMap(sample -> sample.resources().stream())
                    .filter(resource -> resource.path("kind").asText().equals(crd.kind()))
                    .forEach(resource -> given.addAll(crd.given(resource)));

            // then
            var missing = new TreeSet<>(crd.fields().keySet());
            missing.removeIf(field -> field.startsWith("status"));
            missing.removeAll(given);
            assertThat(missing)
                    .as("fields of " + crd.kind() + " that no valid sample has")
                    .isEmpty();
        }
    }

    @Test
    void everyRuleIsBrokenByASample() {
        // given
        var said = new ArrayList<String>();
        for (var sample : refusedBySchema()) {
            var kind = Crd.of(sample.resources().getFirst()).kind();
            sample.says().forEach(line -> said.add(kind + " " + line.replaceAll("\\[[0-9]+]", "[]")));
        }

        // then
        for (var crd : List.of(Crd.ROUTE, Crd.DESTINATION)) {
            crd.fields().forEach((field, schema) -> schema.path("x-kubernetes-validations")
                    .forEach(rule -> {
                        var place = field.replaceAll("\\{}", "[x-a]")
                                + rule.path("fieldPath").asText();
                        var message = rule.has("messageExpression")
                                ? rule.path("message").asText().split(";", 2)[0]
                                : rule.path("message").asText();
                        assertThat(said)
                                .as(crd.kind() + " " + place + ": " + message)
                                .anyMatch(line ->
                                        line.startsWith(crd.kind() + " " + place + ": ") && line.contains(message));
                    }));
        }
    }
}

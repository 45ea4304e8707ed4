package com.callbackers.localkube.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told here is what kube-apiserver 1.35 tells. */
class StructuralSchemaTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static final String CRON = """
            type: object
            required: [spec]
            properties:
              apiVersion: {type: string}
              kind: {type: string}
              metadata: {type: object}
              spec:
                type: object
                required: [schedule]
                properties:
                  schedule: {type: string, maxLength: 9, minLength: 2, pattern: '^[a-z]+$'}
                  policy: {type: string, enum: [Allow, Forbid], default: Allow}
                  replicas: {type: integer, format: int32, minimum: 1, maximum: 10}
                  rate: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 2.5}
                  at: {type: string, format: date-time}
                  note: {type: string, nullable: true}
                  on: {type: boolean}
                  port: {x-kubernetes-int-or-string: true}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  hosts: {type: array, maxItems: 2, minItems: 1, x-kubernetes-list-type: set, items: {type: string}}
                  labels: {type: object, maxProperties: 1, additionalProperties: {type: string, maxLength: 3}}
                  namespace: {type: string}
                  jobs:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      required: [name]
                      properties:
                        name: {type: string}
                        image: {type: string, default: busybox}
                        size: {type: integer}
            """;

    static StructuralSchema schema(String yaml) throws InvalidSchemaException {
        return StructuralSchema.of(tree(yaml));
    }

    static JsonNode tree(String yaml) {
        return YAML.unmarshal(yaml, JsonNode.class);
    }

    static List<String> told(StructuralSchema schema, String now) {
        return schema.problems(tree(now), null).stream()
                .map(SchemaProblem::toString)
                .toList();
    }

    private static Arguments spec(String fields, String... problems) {
        return arguments("spec: {" + fields + "}", List.of(problems));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("kind: Cron", List.of("spec: Required value")),
                arguments(
                        "spec: text",
                        List.of("spec: Invalid value: \"string\": spec in body must be of type object: \"string\"")),
                spec("policy: Allow", "spec.schedule: Required value"),
                spec("schedule: abc"),
                spec(
                        "schedule: a",
                        "spec.schedule: Invalid value: \"a\": spec.schedule in body should be at least 2 chars long"),
                spec("schedule: abcdefghij", "spec.schedule: Too long: may not be more than 9 bytes"),
                spec(
                        "schedule: 'a \"b'",
                        "spec.schedule: Invalid value: \"a \\\"b\": spec.schedule in body should match '^[a-z]+$'"),
                spec(
                        "schedule: abc, policy: Replace",
                        "spec.policy: Unsupported value: \"Replace\": supported values: \"Allow\", \"Forbid\""),
                spec(
                        "schedule: abc, replicas: 0",
                        "spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1"),
                spec(
                        "schedule: abc, replicas: 11",
                        "spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10"),
                spec(
                        "schedule: abc, replicas: 1.5",
                        "spec.replicas: Invalid value: \"number\": spec.replicas in body must be of type integer: "
                                + "\"number\""),
                spec("schedule: abc, replicas: 2.0"),
                spec("schedule: abc, rate: 1"),
                spec(
                        "schedule: abc, rate: 0",
                        "spec.rate: Invalid value: 0: spec.rate in body should be greater than 0"),
                spec(
                        "schedule: abc, rate: 2.75",
                        "spec.rate: Invalid value: 2.75: spec.rate in body should be less than or equal to 2.5"),
                spec(
                        "schedule: abc, at: today",
                        "spec.at: Invalid value: \"today\": spec.at in body must be of type date-time: \"today\""),
                spec("schedule: abc, at: '2026-11-23T18:05:00Z'"),
                spec(
                        "schedule: abc, at: 5",
                        "spec.at: Invalid value: \"int64\": spec.at in body must be of type date-time: \"int64\""),
                spec(
                        "schedule: abc, 'on': 'yes'",
                        "spec.on: Invalid value: \"string\": spec.on in body must be of type boolean: \"string\""),
                spec("schedule: abc, port: 80"),
                spec("schedule: abc, port: http"),
                spec(
                        "schedule: abc, port: 1.5",
                        "spec.port: Invalid value: \"number\": spec.port in body must be of type integer,string: "
                                + "\"number\""),
                spec("schedule: abc, note: null"),
                spec(
                        "schedule: abc, policy: null",
                        "spec.policy: Invalid value: \"null\": spec.policy in body must be of type string: \"null\"",
                        "spec.policy: Unsupported value: null: supported values: \"Allow\", \"Forbid\""),
                spec(
                        "schedule: abc, hosts: []",
                        "spec.hosts: Invalid value: 0: spec.hosts in body should have at least 1 items"),
                spec("schedule: abc, hosts: [a, b, c]", "spec.hosts: Too many: 3: must have at most 2 items"),
                spec("schedule: abc, hosts: [a, a]", "spec.hosts[1]: Duplicate value: \"a\""),
                spec(
                        "schedule: abc, labels: {a: b, c: defg}",
                        "spec.labels: Too many: 2: must have at most 1 item",
                        "spec.labels.c: Too long: may not be more than 3 bytes"),
                spec(
                        "schedule: abc, jobs: [{name: a}, {image: x}, {name: a}]",
                        "spec.jobs[1].name: Required value",
                        "spec.jobs[2]: Duplicate value: {\"name\":\"a\"}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void tellsWhatDoesNotFit(String object, List<String> expected) throws InvalidSchemaException {
        assertThat(told(schema(CRON), object)).containsExactlyElementsOf(expected);
    }

    @Test
    void whatWasWrongBeforeAndIsAsItWasIsPassedOver() throws InvalidSchemaException {
        // given
        var before = tree("spec: {schedule: UPPER, replicas: 99, jobs: [{name: a, size: x}]}");
        var now = tree("spec: {schedule: UPPER, replicas: 98, jobs: [{name: b}, {name: a, size: x}]}");

        // when
        var problems = schema(CRON).problems(now, before);

        // then
        assertThat(problems).extracting(SchemaProblem::field).containsExactly("spec.replicas");
    }

    @Test
    void takesOutFieldsThatTheSchemaDoesNotName() throws InvalidSchemaException {
        // given
        var object = tree("""
                kind: Cron
                metadata: {name: x, anything: {stays: true}}
                extra: 1
                spec: {schedule: abc, extra: 1, free: {any: {thing: 1}}, labels: {a: b}, jobs: [{name: a, nmae: b}]}
                """);

        // then
        assertThat(schema(CRON).unknownFields(object)).containsExactly("extra", "spec.extra", "spec.jobs[0].nmae");
        assertThat(schema(CRON).prune(object)).isEqualTo(tree("""
                kind: Cron
                metadata: {name: x, anything: {stays: true}}
                spec: {schedule: abc, free: {any: {thing: 1}}, labels: {a: b}, jobs: [{name: a}]}
                """));
        assertThat(object.has("extra")).isTrue();
    }

    @Test
    void fillsInDefaultsAndTakesOutNullsThatSayNothing() throws InvalidSchemaException {
        // given
        var object = tree("spec: {schedule: null, policy: null, note: null, jobs: [{name: a}, {name: b, image: x}]}");

        // then
        assertThat(schema(CRON).withDefaults(object))
                .isEqualTo(tree("spec: {policy: Allow, note: null, jobs: [{name: a, image: busybox}, "
                        + "{name: b, image: x}]}"));
    }

    @Test
    void tellsWhatAlternativesAskFor() throws InvalidSchemaException {
        // given
        var schema = schema("""
                type: object
                properties:
                  spec:
                    type: object
                    properties: {a: {type: string}, b: {type: string}}
                    oneOf: [{required: [a]}, {required: [b]}]
                """);

        // then
        assertThat(told(schema, "spec: {a: x}")).isEmpty();
        assertThat(told(schema, "spec: {a: x, b: y}"))
                .containsExactly("<nil>: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). "
                        + "Found 2 valid alternatives");
        assertThat(told(schema, "spec: {}"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). "
                                + "Found none valid",
                        "spec.a: Required value");
    }

    @Test
    void refusesASchemaThatIsNotStructural() {
        // when
        var refused = catchThrowableOfType(InvalidSchemaException.class, () -> schema("""
                type: object
                properties:
                  spec:
                    properties: {a: {type: text}}
                  list: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object}}
                  text: {type: string, pattern: '('}
                """));

        // then
        assertThat(refused.problems())
                .extracting(SchemaProblem::field)
                .containsExactly(
                        "spec.validation.openAPIV3Schema.properties[spec].properties[a].type",
                        "spec.validation.openAPIV3Schema.properties[spec].type",
                        "spec.validation.openAPIV3Schema.properties[list].x-kubernetes-list-map-keys",
                        "spec.validation.openAPIV3Schema.properties[text].pattern");
    }
}

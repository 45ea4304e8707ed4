package com.callbackers.localkube.schema;

import static com.callbackers.localkube.schema.StructuralSchemaTest.schema;
import static com.callbackers.localkube.schema.StructuralSchemaTest.told;
import static com.callbackers.localkube.schema.StructuralSchemaTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final String RULES = """
            type: object
            properties:
              apiVersion: {type: string}
              kind: {type: string}
              metadata: {type: object}
              spec:
                type: object
                required: [name]
                properties:
                  name: {type: string, maxLength: 20}
                  namespace: {type: string}
                  least: {type: integer}
                  most: {type: integer}
                  rate: {type: number}
                  at: {type: string, format: date-time}
                  on: {type: boolean}
                  port: {x-kubernetes-int-or-string: true}
                  labels: {type: object, additionalProperties: {type: string}}
                  jobs:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      required: [name]
                      properties: {name: {type: string}, image: {type: string}, tags: {type: array, items: {type: string}}}
            """;

    private static String rule(String rule) {
        return RULES + "    x-kubernetes-validations:\n    - " + rule;
    }

    private static boolean holds(String rule, String spec) throws InvalidSchemaException {
        return told(schema(rule("{rule: \"" + rule + "\"}")), "spec: {" + spec + "}")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.name == 'a'",
                "has(self.least) && !has(self.most)",
                "self.least < 3 && self.rate > 1",
                "self.at < timestamp('2027-01-01T00:00:00Z')",
                "self.__namespace__ == 'shop'",
                "self.labels.all(key, key in ['x', 'y']) && self.labels['x'] == '1' && !('z' in self.labels)",
                "self.jobs.exists(job, job.name == 'two' && job.?image.orValue('none') == 'none')",
                "self.jobs.map(job, job.name).join(',') == 'one,two' && size(self.jobs) == 2",
                "self.jobs.all(job, self.jobs.exists_one(other, other.name == job.name))",
                "self.jobs[0].tags.exists(tag, tag.matches('^[a-z]$')) && 'b' in self.jobs[0].tags",
                "self.name.find('[a-z]') == 'a' && 'a1b2'.findAll('[0-9]') == ['1', '2'] && 'a1b2'.findAll('[0-9]', 1) == ['1']",
                "type(self.port) == int ? self.port == 80 : false",
                "sets.contains(['a', 'b'], self.jobs[0].tags) && [1, 2].reverse() == [2, 1]",
                "self.jobs[0] != self.jobs[1] && self.jobs[0] == self.jobs[0]",
                "optional.none().orValue('x') == 'x' && self.?least.hasValue()",
                "self.jobs.all(i, job, i < 2 && job.name != '')"
            })
    void aRuleThatHoldsIsSilent(String rule) throws InvalidSchemaException {
        assertThat(holds(
                        rule,
                        "name: a, namespace: shop, least: 1, rate: 1.5, at: '2026-11-23T18:05:00Z', port: 80, labels: {x: '1'}, "
                                + "jobs: [{name: one, image: i, tags: [a, b]}, {name: two}]"))
                .isTrue();
    }

    @Test
    void tellsFieldReasonAndMessage() throws InvalidSchemaException {
        assertThat(told(
                        schema(rule("{rule: 'self.least < self.most', message: ' use less '}")),
                        "spec: {name: a, least: 2, most: 1}"))
                .containsExactly("spec: Invalid value: use less");
        assertThat(told(schema(rule("{rule: 'self.least < 2'}")), "spec: {name: a, least: 2}"))
                .containsExactly("spec: Invalid value: failed rule: self.least < 2");
        assertThat(told(
                        schema(
                                rule(
                                        "{rule: 'self.least < 2', reason: FieldValueForbidden, fieldPath: .least, message: no}")),
                        "spec: {name: a, least: 2}"))
                .containsExactly("spec.least: Forbidden: no");
        assertThat(told(
                        schema(
                                rule(
                                        "{rule: 'has(self.least)', reason: FieldValueRequired, fieldPath: .least, message: how few}")),
                        "spec: {name: a}"))
                .containsExactly("spec.least: Required value: how few");
        assertThat(told(
                        schema(
                                rule(
                                        "{rule: 'self.least < 2', messageExpression: \"'is ' + string(self.least)\", message: no}")),
                        "spec: {name: a, least: 2}"))
                .containsExactly("spec: Invalid value: is 2");
        assertThat(told(
                        schema(rule("{rule: 'self.least < 2', messageExpression: \"string(self.most)\", message: no}")),
                        "spec: {name: a, least: 2}"))
                .containsExactly("spec: Invalid value: no");
    }

    @Test
    void aRuleOfAPlainValueShowsIt() throws InvalidSchemaException {
        // given
        var schema = schema("""
                type: object
                properties:
                  labels:
                    type: object
                    additionalProperties:
                      type: string
                      x-kubernetes-validations: [{rule: "self != 'bad'", message: is bad}]
                """);

        // then
        assertThat(told(schema, "labels: {a: good, b: bad}"))
                .containsExactly("labels[b]: Invalid value: \"bad\": is bad");
    }

    @Test
    void rulesOfTheWholeSeeTheName() throws InvalidSchemaException {
        // given
        var schema = schema(
                RULES + "x-kubernetes-validations: [{rule: 'self.metadata.name == self.spec.name', message: differ}]");

        // then
        assertThat(told(schema, "metadata: {name: a}\nspec: {name: a}")).isEmpty();
        assertThat(told(schema, "metadata: {name: a}\nspec: {name: b}"))
                .containsExactly("<nil>: Invalid value: differ");
    }

    @Test
    void whatIsMissingWhileARuleRunsIsTold() throws InvalidSchemaException {
        assertThat(told(schema(rule("{rule: 'self.least < 3', message: use less}")), "spec: {name: a}"))
                .singleElement()
                .asString()
                .startsWith("spec: Invalid value: \"object\": ")
                .endsWith(" evaluating rule: use less");
    }

    @Test
    void rulesWaitForValuesOfTheRightKind() throws InvalidSchemaException {
        assertThat(told(schema(rule("{rule: 'self.least < 3'}")), "spec: {least: 5}"))
                .containsExactly(
                        "spec.name: Required value",
                        "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; "
                                + "correct the existing errors to complete validation");
    }

    @Test
    void transitionRulesCompareWithTheValueBefore() throws InvalidSchemaException {
        // given
        var schema = schema(rule("{rule: 'self.name == oldSelf.name', message: never changes}"));

        // then
        assertThat(schema.problems(tree("spec: {name: b}"), null)).isEmpty();
        assertThat(schema.problems(tree("spec: {name: a}"), tree("spec: {name: a}")))
                .isEmpty();
        assertThat(schema.problems(tree("spec: {name: b}"), tree("spec: {name: a}")))
                .extracting(SchemaProblem::toString)
                .containsExactly("spec: Invalid value: never changes");
    }

    @Test
    void whatARuleRefusedBeforeIsPassedOverWhileItDoesNotChange() throws InvalidSchemaException {
        // given
        var schema = schema("""
                type: object
                properties:
                  other: {type: string}
                  spec:
                    type: object
                    properties: {name: {type: string}}
                    x-kubernetes-validations: [{rule: "self.name == 'a'", message: no}]
                """);

        // then
        assertThat(schema.problems(tree("other: y\nspec: {name: b}"), tree("other: x\nspec: {name: b}")))
                .isEmpty();
        assertThat(schema.problems(tree("spec: {name: c}"), tree("spec: {name: b}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{rule: 'self.nope == 1'} | rule | undefined field 'nope'",
                "{rule: \"self.name == 1\"} | rule | found no matching overload",
                "{rule: 'self.name'} | rule | cel expression must evaluate to a bool",
                "{rule: \"isQuantity(self.name)\"} | rule | undeclared reference",
                "{rule: \"math.greatest(1, 2) == 2\"} | rule | undeclared reference",
                "{rule: 'true', messageExpression: '1'} | messageExpression | must evaluate to a string",
                "{rule: 'true', fieldPath: .nope} | fieldPath | does not refer to a valid field",
                "{rule: 'true', reason: Wrong} | reason | supported values",
                "{rule: 'true', optionalOldSelf: true} | optionalOldSelf | is not supported here"
            })
    void refusesARuleThatDoesNotCompile(String given) {
        // given
        var parts = given.split(" \\| ", -1);

        // when
        var refused = catchThrowableOfType(InvalidSchemaException.class, () -> schema(rule(parts[0])));

        // then
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field())
                    .isEqualTo(
                            "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]." + parts[1]);
            assertThat(problem.message()).contains(parts[2]);
        });
    }
}

package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The health checks of the GitOps page, asked about a resource in each of its states. */
class HealthChecksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Page PAGE = Page.read("gitops.md");

    private enum Health {
        HEALTHY,
        PROGRESSING,
        DEGRADED,
        SUSPENDED
    }

    static Stream<Arguments> states() {
        return Stream.of("CallbackRoute", "CallbackDestination")
                .flatMap(kind -> Stream.of(
                        Arguments.of(kind, Health.PROGRESSING, "just applied", "metadata: {generation: 1}"),
                        Arguments.of(kind, Health.PROGRESSING, "edited, and not yet seen", """
                                metadata: {generation: 2}
                                spec: {}
                                status:
                                  observedGeneration: 1
                                  conditions: [{type: Ready, status: "True", reason: Ready, message: all good}]
                                """),
                        Arguments.of(kind, Health.PROGRESSING, "taken up by some workers", """
                                metadata: {generation: 2}
                                spec: {}
                                status:
                                  observedGeneration: 2
                                  conditions:
                                  - {type: Accepted, status: "True", reason: Accepted, message: ""}
                                  - {type: Programmed, status: "False", reason: Pending, message: 1 of 3 workers}
                                  - {type: Ready, status: "False", reason: Pending, message: 1 of 3 workers}
                                """),
                        Arguments.of(kind, Health.HEALTHY, "at work", """
                                metadata: {generation: 2}
                                spec: {}
                                status:
                                  observedGeneration: 2
                                  conditions:
                                  - {type: Accepted, status: "True", reason: Accepted, message: ""}
                                  - {type: Ready, status: "True", reason: Ready, message: 3 of 3 workers}
                                """),
                        Arguments.of(kind, Health.DEGRADED, "refused", """
                                metadata: {generation: 2}
                                spec: {}
                                status:
                                  observedGeneration: 2
                                  conditions:
                                  - {type: Accepted, status: "False", reason: HostConflict, message: shop has it}
                                  - {type: Ready, status: "False", reason: HostConflict, message: shop has it}
                                """),
                        Arguments.of(kind, Health.SUSPENDED, "suspended", """
                                metadata: {generation: 2}
                                spec: {suspend: true}
                                status:
                                  observedGeneration: 2
                                  conditions: [{type: Ready, status: "True", reason: Ready, message: ""}]
                                """)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("states")
    void argoCdTellsTheStates(String kind, Health expected, String state, String resource) {
        // given
        var script = PAGE.resources("ConfigMap")
                .map(config -> config.at("/data")
                        .path("resource.customizations.health.callbackers.com_" + kind)
                        .asText())
                .findFirst()
                .orElseThrow();
        var globals = JsePlatform.standardGlobals();
        globals.set("obj", lua(Yaml.read(resource)));

        // when
        var health = globals.load(script).call();

        // then
        assertThat(health.get("status").tojstring()).isEqualToIgnoringCase(expected.name());
        if (expected == Health.DEGRADED) {
            assertThat(health.get("message").tojstring()).isEqualTo("shop has it");
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("states")
    void fluxTellsTheStates(String kind, Health expected, String state, String resource) throws CelValidationException {
        // given
        var checks = PAGE.resources("Kustomization")
                .flatMap(it -> it.at("/spec/healthCheckExprs").valueStream())
                .filter(it -> it.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
        var object = Yaml.read(resource);

        // when: in the order in which Flux asks
        var health = holds(checks.path("inProgress"), object)
                ? Health.PROGRESSING
                : holds(checks.path("failed"), object)
                        ? Health.DEGRADED
                        : holds(checks.path("current"), object) ? Health.HEALTHY : Health.PROGRESSING;

        // then
        assertThat(health).isEqualTo(expected == Health.SUSPENDED ? Health.HEALTHY : expected);
    }

    private static LuaValue lua(JsonNode node) {
        if (node.isObject()) {
            var table = new LuaTable();
            node.properties().forEach(it -> table.set(it.getKey(), lua(it.getValue())));
            return table;
        }
        if (node.isArray()) {
            var table = new LuaTable();
            node.forEach(it -> table.set(table.length() + 1, lua(it)));
            return table;
        }
        if (node.isNumber()) {
            return LuaValue.valueOf(node.asDouble());
        }
        return node.isBoolean() ? LuaValue.valueOf(node.asBoolean()) : LuaValue.valueOf(node.asText());
    }

    /** Flux asks again later where an expression fails, as it does before there is a status. */
    private static boolean holds(JsonNode expression, JsonNode object) throws CelValidationException {
        var cel = CelFactory.plannerCelBuilder()
                .setOptions(CelOptions.current()
                        .enableHeterogeneousNumericComparisons(true)
                        .build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(CelExtensions.optional())
                .addRuntimeLibraries(CelExtensions.optional())
                .addVar("metadata", SimpleType.DYN)
                .addVar("spec", SimpleType.DYN)
                .addVar("status", SimpleType.DYN)
                .build();
        try {
            var program = cel.createProgram(cel.compile(expression.asText()).getAst());
            return (boolean) program.eval(JSON.convertValue(object, new TypeReference<Map<String, Object>>() {}));
        } catch (CelEvaluationException e) {
            return false;
        }
    }
}

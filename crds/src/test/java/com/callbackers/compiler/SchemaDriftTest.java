package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.callbackers.resources.CallbackDestinationSpec;
import com.callbackers.resources.CallbackDestinationStatus;
import com.callbackers.resources.CallbackRouteSpec;
import com.callbackers.resources.CallbackRouteStatus;
import com.callbackers.resources.NumbersToo;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas in {@code crds/} say what the Java types and the compiler say. */
class SchemaDriftTest {

    private static final Set<String> OF_CONDITION =
            Set.of("lastTransitionTime", "message", "observedGeneration", "reason", "status", "type");

    static Stream<Arguments> types() {
        return Stream.of(
                arguments(Crd.ROUTE, "spec", CallbackRouteSpec.class),
                arguments(Crd.ROUTE, "status", CallbackRouteStatus.class),
                arguments(Crd.DESTINATION, "spec", CallbackDestinationSpec.class),
                arguments(Crd.DESTINATION, "status", CallbackDestinationStatus.class));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFieldIsInBothAndOfTheSameKind(Crd crd, String part, Class<?> type) {
        // given
        var differences = new ArrayList<String>();

        // when
        compare(part, type, crd.field(part), differences);

        // then
        assertThat(differences).isEmpty();
    }

    private static void compare(String path, Type type, JsonNode schema, List<String> differences) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            expect(path, "array", schema, differences);
            compare(path + "[]", generic.getActualTypeArguments()[0], schema.path("items"), differences);
        } else if (type instanceof ParameterizedType generic) {
            expect(path, "object", schema, differences);
            compare(path + "{}", generic.getActualTypeArguments()[1], schema.path("additionalProperties"), differences);
        } else if (type == Condition.class) {
            names(path, OF_CONDITION, "a condition", schema, differences);
        } else if (((Class<?>) type).isRecord()) {
            var components = ((Class<?>) type).getRecordComponents();
            names(
                    path,
                    new TreeSet<>(Arrays.stream(components)
                            .map(RecordComponent::getName)
                            .toList()),
                    ((Class<?>) type).getSimpleName(),
                    schema,
                    differences);
            for (var component : components) {
                compare(path, component, schema.path("properties").path(component.getName()), differences);
            }
        } else {
            expect(path, kind((Class<?>) type), schema, differences);
        }
    }

    private static void compare(String path, RecordComponent component, JsonNode schema, List<String> differences) {
        var field = path + "." + component.getName();
        if (schema.isMissingNode()) {
            return;
        }
        if (component.isAnnotationPresent(NumbersToo.class)) {
            if (!schema.path("items").path("x-kubernetes-int-or-string").asBoolean()) {
                differences.add(field + "[] takes numbers too in Java, and is no int-or-string in the schema");
            }
        } else {
            compare(field, component.getGenericType(), schema, differences);
        }
    }

    private static void names(String path, Set<String> names, String type, JsonNode schema, List<String> differences) {
        expect(path, "object", schema, differences);
        var properties = schema.path("properties");
        names.stream()
                .filter(name -> !properties.has(name))
                .forEach(name -> differences.add(path + "." + name + " is in " + type + " and not in the schema"));
        properties.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                differences.add(path + "." + name + " is in the schema and not in " + type);
            }
        });
    }

    private static void expect(String path, String type, JsonNode schema, List<String> differences) {
        var given = schema.path("type").asText("nothing");
        if (!given.equals(type)) {
            differences.add(path + " is " + type + " in Java and " + given + " in the schema");
        }
    }

    private static String kind(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "string";
            case "boolean", "Boolean" -> "boolean";
            case "Integer", "Long" -> "integer";
            case "Double" -> "number";
            default -> throw new IllegalStateException("no kind for " + type);
        };
    }

    @Test
    void everyFieldIsDescribed() {
        for (var crd : List.of(Crd.ROUTE, Crd.DESTINATION)) {
            crd.fields().forEach((path, schema) -> {
                if (!path.endsWith("]") && !path.endsWith("}")) {
                    assertThat(schema.path("description").asText())
                            .as(crd.kind() + " " + path + " is not described")
                            .isNotBlank();
                }
            });
        }
    }

    /** A resource whose field holds something that is no choice. */
    private static final Map<String, String> NO_CHOICE = Map.of(
            "CallbackRoute spec.senders[].verify.type", "{senders: [{name: a, verify: {type: x}}]}",
            "CallbackRoute spec.senders[].verify.algorithm",
                    "{senders: [{name: a, verify: {type: HMAC, algorithm: x}}]}",
            "CallbackRoute spec.senders[].verify.encoding", "{senders: [{name: a, verify: {type: HMAC, encoding: x}}]}",
            "CallbackRoute spec.rules[].match.path.type", "{rules: [{name: a, match: {path: {type: x, value: /}}}]}",
            "CallbackRoute spec.rules[].match.headers[].type",
                    "{rules: [{name: a, match: {headers: [{name: x, type: x, value: x}]}}]}",
            "CallbackRoute spec.rules[].match.query[].type",
                    "{rules: [{name: a, match: {query: [{name: x, type: x, value: x}]}}]}",
            "CallbackRoute spec.rules[].actions[].type", "{rules: [{name: a, actions: [{name: a, type: x}]}]}",
            "CallbackRoute spec.rules[].actions[].forward.pathMode",
                    "{rules: [{name: a, actions: [{name: a, type: Forward, forward: {pathMode: x}}]}]}",
            "CallbackDestination spec.type", "{type: x}",
            "CallbackDestination spec.http.auth.type", "{type: Http, http: {auth: {type: x}}}");

    @Test
    void choicesAreThoseOfTheCompiler() {
        // given
        var choices = new TreeSet<String>();

        for (var crd : List.of(Crd.ROUTE, Crd.DESTINATION)) {
            crd.fields().forEach((path, schema) -> {
                if (!schema.has("enum") || path.startsWith("status")) {
                    return;
                }
                // when
                var name = crd.kind() + " " + path;
                choices.add(name);
                var told = problem(crd, path, NO_CHOICE.getOrDefault(name, "{}"));

                // then
                assertThat(told).as(name).contains("use one of " + String.join(", ", texts(schema.get("enum"))));
            });
        }
        assertThat(choices).isEqualTo(new TreeSet<>(NO_CHOICE.keySet()));
    }

    private static String problem(Crd crd, String path, String spec) {
        var resource = Crd.tree("kind: " + crd.kind() + "\napiVersion: callbackers.com/v1alpha1\n"
                + "metadata: {name: a, namespace: a}\nspec: " + spec);
        return new Sample("drift", "")
                .findings(resource).stream()
                        .filter(problem ->
                                problem.field().replaceAll("[0-9]+", "").equals(path))
                        .map(Problem::message)
                        .findFirst()
                        .orElse("nothing");
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                size("CallbackRoute spec.hosts", Sizes.HOSTS),
                size("CallbackRoute spec.let", Sizes.LETS),
                size("CallbackRoute spec.senders", Sizes.SENDERS),
                size("CallbackRoute spec.senders[].verify.secretRefs", Sizes.SECRETS),
                size("CallbackRoute spec.rules", Sizes.RULES),
                size("CallbackRoute spec.rules[].match.methods", Sizes.MATCHES),
                size("CallbackRoute spec.rules[].match.headers", Sizes.MATCHES),
                size("CallbackRoute spec.rules[].match.query", Sizes.MATCHES),
                size("CallbackRoute spec.rules[].match.senders", Sizes.SENDERS),
                size("CallbackRoute spec.rules[].actions", Sizes.ACTIONS),
                size("CallbackRoute spec.rules[].actions[].forward.headers.set", Sizes.HEADERS),
                size("CallbackRoute spec.rules[].actions[].forward.headers.remove", Sizes.HEADERS),
                size("CallbackRoute spec.rules[].actions[].forward.sign.secretRefs", Sizes.SECRETS),
                size("CallbackRoute spec.rules[].actions[].retry.schedule", Sizes.RETRIES),
                size("CallbackRoute spec.rules[].actions[].retryOn", Sizes.RETRY_CAUSES),
                size("CallbackDestination spec.http.headers", Sizes.HEADERS),
                size("CallbackDestination spec.http.sign.secretRefs", Sizes.SECRETS),
                size("CallbackDestination spec.retry.schedule", Sizes.RETRIES),
                size("CallbackDestination spec.allowedNamespaces", Sizes.NAMESPACES));
    }

    private static Arguments size(String field, int size) {
        return arguments(field, size);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void listsHoldAsManyAsTheCompilerTakes(String field, int size) {
        var schema = field(field);
        assertThat(schema.has("maxItems") ? schema.get("maxItems") : schema.path("maxProperties"))
                .as(field)
                .hasToString(Integer.toString(size));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                size("CallbackRoute spec.hosts[]", 253),
                size("CallbackRoute spec.let[].name", 100),
                size("CallbackRoute spec.let[].value", 10_000),
                size("CallbackRoute spec.senders[].name", 63),
                size("CallbackRoute spec.senders[].verify.header", 128),
                size("CallbackRoute spec.senders[].verify.prefix", Sizes.PREFIX),
                size("CallbackRoute spec.senders[].verify.tolerance", Sizes.DURATION),
                size("CallbackRoute spec.senders[].verify.username", Sizes.VALUE),
                size("CallbackRoute spec.senders[].verify.value", Sizes.VALUE),
                size("CallbackRoute spec.rules[].name", 63),
                size("CallbackRoute spec.rules[].match.methods[]", Sizes.METHOD),
                size("CallbackRoute spec.rules[].match.path.value", Sizes.VALUE),
                size("CallbackRoute spec.rules[].match.headers[].name", 128),
                size("CallbackRoute spec.rules[].match.headers[].value", Sizes.VALUE),
                size("CallbackRoute spec.rules[].match.query[].name", Sizes.VALUE),
                size("CallbackRoute spec.rules[].match.query[].value", Sizes.VALUE),
                size("CallbackRoute spec.rules[].match.senders[]", 63),
                size("CallbackRoute spec.rules[].dedup.key", 10_000),
                size("CallbackRoute spec.rules[].dedup.window", Sizes.DURATION),
                size("CallbackRoute spec.rules[].actions[].name", 63),
                size("CallbackRoute spec.rules[].actions[].slack.text", 100_000),
                size("CallbackRoute spec.rules[].actions[].forward.url", Sizes.URL),
                size("CallbackRoute spec.rules[].actions[].forward.method", Sizes.METHOD),
                size("CallbackRoute spec.rules[].actions[].forward.timeout", Sizes.DURATION),
                size("CallbackRoute spec.rules[].actions[].forward.headers.remove[]", 128),
                size("CallbackRoute spec.rules[].actions[].retry.schedule[]", Sizes.DURATION),
                size("CallbackDestination spec.http.url", Sizes.URL),
                size("CallbackDestination spec.http.headers{}", Sizes.HEADER_VALUE),
                size("CallbackDestination spec.http.auth.username", Sizes.VALUE),
                size("CallbackDestination spec.breaker.window", Sizes.DURATION),
                size("CallbackDestination spec.allowedNamespaces[]", 63));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void textsAreAsLongAsTheCompilerTakes(String field, int length) {
        assertThat(field(field).path("maxLength")).as(field).hasToString(Integer.toString(length));
    }

    @Test
    void everyListAndMapOfASpecIsBounded() {
        var bounded = sizes().map(size -> size.get()[0]).toList();
        for (var crd : List.of(Crd.ROUTE, Crd.DESTINATION)) {
            crd.fields().forEach((path, schema) -> {
                if (path.startsWith("spec") && (schema.has("items") || schema.has("additionalProperties"))) {
                    assertThat(bounded).contains(crd.kind() + " " + path);
                }
                if (schema.has("items")) {
                    assertThat(schema.path("x-kubernetes-list-type").asText())
                            .as(path + " says not how it is merged")
                            .isIn("atomic", "set", "map");
                }
            });
        }
    }

    private static JsonNode field(String field) {
        var name = field.split(" ", 2);
        return (name[0].equals("CallbackRoute") ? Crd.ROUTE : Crd.DESTINATION).field(name[1]);
    }
}

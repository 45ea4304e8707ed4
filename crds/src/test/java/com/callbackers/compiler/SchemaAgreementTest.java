package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema and compiler are asked the same of every valid sample with one thing changed, and do not contradict. */
class SchemaAgreementTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What only the operator sees, on purpose: as field and message. */
    private static final List<Pattern> OPERATOR_ONLY = Stream.of(
                    // expressions, templates and regular expressions
                    ".*: is empty; write a CEL expression or leave it out",
                    ".*\\.(let\\[\\d+]\\.value|dedup\\.key): is required: a CEL expression",
                    ".*: is not a regular expression of RE2: .*",
                    // names within a map
                    ".*\\.headers\\.set\\..*",
                    "spec\\.http\\.headers\\..*",
                    // what costs too much to look up for each element
                    ".*\\.match\\.senders\\[\\d+]: there is no sender .*",
                    ".*\\.url: has no usable host and port; .*",
                    // what says nothing
                    ".*\\.query\\[\\d+]\\.name: is required: .*",
                    ".*\\.(username|value): is required: .*",
                    // what the other resource is
                    ".*destinationRef: CallbackDestination '.*' is of type .*")
            .map(Pattern::compile)
            .toList();

    /** A resource with one thing changed. */
    private record Changed(String change, JsonNode resource) {}

    static List<Sample> valid() {
        return Sample.in(Sample.SAMPLES.resolve("valid"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void schemaAndCompilerDoNotContradict(Sample sample) {
        var references = sample.references();
        for (var resource : sample.resources()) {
            for (var changed : changes(resource)) {
                check(Crd.of(resource), changed, references);
            }
        }
    }

    private static void check(Crd crd, Changed changed, References references) {
        var refusals = crd.refusals(changed.resource());
        if (Sample.findings(changed.resource(), references).isEmpty()) {
            assertThat(refusals)
                    .as(changed.change() + ": taken by the compiler")
                    .isEmpty();
        } else if (refusals.isEmpty()) {
            assertThat(Sample.findings(crd.stored(changed.resource()), references).stream()
                            .filter(problem -> problem.cause() == Reason.INVALID_SPEC)
                            .map(Problem::toString)
                            .filter(SchemaAgreementTest::couldBeSeen))
                    .as(changed.change() + ": taken by the schema")
                    .isEmpty();
        }
    }

    private static boolean couldBeSeen(String problem) {
        return OPERATOR_ONLY.stream()
                .noneMatch(reason -> reason.matcher(problem).matches());
    }

    private static List<Changed> changes(JsonNode resource) {
        var changes = new ArrayList<Changed>();
        collect("/spec", resource.get("spec"), (change, edit) -> {
            ObjectNode copy = resource.deepCopy();
            edit.accept(copy);
            changes.add(new Changed(resource.at("/metadata/name").asText() + ": " + change, copy));
        });
        return changes;
    }

    private interface Edit {
        void accept(ObjectNode resource);
    }

    private static void collect(String at, JsonNode value, BiConsumer<String, Edit> changes) {
        var parent = at.substring(0, at.lastIndexOf('/'));
        var name = at.substring(at.lastIndexOf('/') + 1);
        for (var other : others(value)) {
            changes.accept(at + " is " + other, resource -> set(resource.at(parent), name, other));
        }
        if (value.isObject()) {
            for (var field : value.properties()) {
                var path = at + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
                changes.accept("without " + path, resource -> ((ObjectNode) resource.at(at)).remove(field.getKey()));
                changes.accept(path + " with another name", resource -> {
                    var object = (ObjectNode) resource.at(at);
                    object.set(field.getKey() + "X", object.remove(field.getKey()));
                });
                collect(path, field.getValue(), changes);
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                var index = i;
                changes.accept("without " + at + "/" + i, resource -> ((ArrayNode) resource.at(at)).remove(index));
                changes.accept(at + "/" + i + " twice", resource -> {
                    var array = (ArrayNode) resource.at(at);
                    array.add(array.get(index).deepCopy());
                });
                collect(at + "/" + i, value.get(i), changes);
            }
        }
    }

    private static void set(JsonNode parent, String name, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).set(name.replace("~1", "/").replace("~0", "~"), value);
        }
    }

    private static List<JsonNode> others(JsonNode value) {
        if (value.isContainerNode()) {
            return List.of(JSON.objectNode(), JSON.arrayNode(), JSON.textNode("text"), JSON.nullNode());
        }
        return List.of(
                JSON.textNode(""),
                JSON.textNode(" "),
                JSON.textNode("x"),
                JSON.textNode("a b"),
                JSON.textNode("-1s"),
                JSON.textNode("5s"),
                JSON.textNode("*"),
                JSON.textNode("x".repeat(64)),
                JSON.textNode("x".repeat(1_001)),
                JSON.textNode("x".repeat(100_001)),
                JSON.textNode(value.asText() + "x"),
                JSON.textNode(value.asText().toUpperCase(Locale.ROOT)),
                JSON.numberNode(0),
                JSON.numberNode(-1),
                JSON.numberNode(404),
                JSON.numberNode(1.5),
                JSON.booleanNode(true),
                JSON.nullNode(),
                JSON.objectNode(),
                JSON.arrayNode());
    }
}

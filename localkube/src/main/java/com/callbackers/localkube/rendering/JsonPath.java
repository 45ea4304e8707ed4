package com.callbackers.localkube.rendering;

import com.callbackers.localkube.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The paths that printer columns are written in: {@code .status.conditions[?(@.type=="Ready")].status}, {@code .spec.hosts[0]}, {@code .items[*].name}. */
final class JsonPath {

    private static final Pattern STEP = Pattern.compile(
            "\\.?(?:\\[\\?\\(@((?:\\.[^=\\s)]+)+)\\s*==\\s*(?:\"([^\"]*)\"|'([^']*)'|([^)]+))\\)\\]|\\[(\\*|-?\\d+)\\]|\\['([^']+)'\\]|\\.?((?:[^.\\[\\\\]|\\\\.)+))");

    private sealed interface Step {
        Stream<JsonNode> from(JsonNode node);

        record Field(String name) implements Step {
            @Override
            public Stream<JsonNode> from(JsonNode node) {
                return Stream.ofNullable(node.get(name));
            }
        }

        record Index(int index) implements Step {
            @Override
            public Stream<JsonNode> from(JsonNode node) {
                return Stream.ofNullable(node.get(index < 0 ? node.size() + index : index));
            }
        }

        record All() implements Step {
            @Override
            public Stream<JsonNode> from(JsonNode node) {
                return StreamSupport.stream(node.spliterator(), false);
            }
        }

        record Where(JsonPath path, JsonNode value) implements Step {
            @Override
            public Stream<JsonNode> from(JsonNode node) {
                return StreamSupport.stream(node.spliterator(), false).filter(item -> path.first(item)
                        .filter(found -> found.asText().equals(value.asText()))
                        .isPresent());
            }
        }
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    static JsonPath parse(String path) {
        var text = path.startsWith("{") && path.endsWith("}") ? path.substring(1, path.length() - 1) : path;
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(text.startsWith("$") ? text.substring(1) : text);
        while (matcher.lookingAt()) {
            if (matcher.group(1) != null) {
                var value = Stream.of(matcher.group(2), matcher.group(3), matcher.group(4))
                        .filter(group -> group != null)
                        .findFirst()
                        .orElse("");
                steps.add(new Step.Where(parse(matcher.group(1)), TextNode.valueOf(value.strip())));
            } else if (matcher.group(5) != null) {
                steps.add(
                        matcher.group(5).equals("*")
                                ? new Step.All()
                                : new Step.Index(Integer.parseInt(matcher.group(5))));
            } else {
                var name = matcher.group(6) == null ? matcher.group(7) : matcher.group(6);
                steps.add(new Step.Field(name.replace("\\", "")));
            }
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        return new JsonPath(steps);
    }

    Optional<JsonNode> first(JsonNode node) {
        var found = Stream.of(node);
        for (var step : steps) {
            found = found.flatMap(step::from);
        }
        return found.filter(value -> !value.isNull()).findFirst();
    }

    /** As kubectl prints it. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.text(value);
    }
}

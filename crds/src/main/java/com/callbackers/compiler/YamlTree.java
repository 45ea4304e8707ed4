package com.callbackers.compiler;

import com.callbackers.compiler.Problem.Position;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML document as a JSON tree, with the place of each field. Aliases are written out, within bounds. */
final class YamlTree {

    private static final int LARGEST = 50_000;
    private static final int DEEPEST = 50;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final int[] file;
    private final Places.Builder places;
    private final List<Problem> problems = new ArrayList<>();
    private int nodes;

    private YamlTree(int[] file, Places.Builder places) {
        this.file = file;
        this.places = places;
    }

    record Document(JsonNode tree, List<Problem> problems) {}

    static final class TooLargeException extends Exception {

        TooLargeException(String message) {
            super(message);
        }
    }

    static Document read(Node root, int[] file, Places.Builder places) throws TooLargeException {
        var tree = new YamlTree(file, places);
        return new Document(tree.node(root, Field.ROOT, null, 0), List.copyOf(tree.problems));
    }

    private JsonNode node(Node node, Field field, @Nullable Node key, int depth) throws TooLargeException {
        if (++nodes > LARGEST) {
            throw new TooLargeException("has more than " + LARGEST + " values");
        }
        if (depth > DEEPEST) {
            throw new TooLargeException("is nested more than " + DEEPEST + " levels deep");
        }
        places.put(field, key == null ? null : position(key), position(node), text(node));
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, field, depth);
            case SequenceNode sequence -> sequence(sequence, field, depth);
            case ScalarNode scalar -> scalar(scalar, field);
            default -> JSON.nullNode();
        };
    }

    private JsonNode mapping(MappingNode mapping, Field field, int depth) throws TooLargeException {
        var object = JSON.objectNode();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problem(field, "is not text for YAML, which takes {{ for the begin of a mapping; put it in quotes");
                return JSON.nullNode();
            }
            var child = field.at(key.getValue());
            if (object.has(key.getValue())) {
                places.wrongName(child);
                problem(child, "is there twice; each field once");
            }
            object.set(key.getValue(), node(entry.getValueNode(), child, key, depth + 1));
        }
        return object;
    }

    private JsonNode sequence(SequenceNode sequence, Field field, int depth) throws TooLargeException {
        var array = JSON.arrayNode();
        int index = 0;
        for (var element : sequence.getValue()) {
            array.add(node(element, field.at(index++), null, depth + 1));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar, Field field) {
        var tag = scalar.getTag();
        var text = scalar.getValue();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(text);
        } else if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        } else if (tag.equals(Tag.INT)) {
            return integer(text);
        } else if (tag.equals(Tag.FLOAT)) {
            return decimal(text);
        }
        problem(field, "has the tag " + tag.getValue() + ", which is not known here; leave it out");
        return JSON.nullNode();
    }

    private static JsonNode integer(String text) {
        try {
            if (text.startsWith("0o")) {
                return JSON.numberNode(Long.parseLong(text.substring(2), 8));
            }
            return JSON.numberNode(text.startsWith("0x") ? Long.decode(text) : Long.parseLong(text));
        } catch (NumberFormatException e) {
            return decimal(text);
        }
    }

    private static JsonNode decimal(String text) {
        try {
            return JSON.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return JSON.numberNode(Double.NaN);
        }
    }

    private void problem(Field field, String message) {
        problems.add(new Problem(Reason.INVALID_SPEC, field.path(), message));
    }

    private @Nullable ScalarText text(Node node) {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        var start = scalar.getStartMark().map(mark -> mark.getIndex()).orElse(0);
        return new ScalarText(file, start, position(node), scalar.getScalarStyle(), scalar.getValue());
    }

    static Position position(Node node) {
        return node.getStartMark()
                .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Position(1, 1));
    }
}

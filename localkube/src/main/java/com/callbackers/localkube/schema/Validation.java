package com.callbackers.localkube.schema;

import com.callbackers.localkube.schema.SchemaProblem.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Holds values against the keywords of their schema. */
final class Validation {

    private Validation() {}

    /** @param before what is wrong and was so before is passed over */
    static List<SchemaProblem> problems(Node node, Path path, JsonNode now, @Nullable JsonNode before) {
        var found = new ArrayList<SchemaProblem>();
        var value = new Value(path, now, found);
        value.type(node);
        if (!now.isNull()) {
            value.alternatives(node);
            switch (now.getNodeType()) {
                case STRING -> value.text(node);
                case NUMBER -> value.number(node);
                case ARRAY -> value.list(node, before);
                case OBJECT -> value.object(node, before);
                default -> {}
            }
        }
        value.oneOfValues(node);
        return Values.same(now, before) ? List.of() : found;
    }

    /** One value while it is looked at. */
    private record Value(Path path, JsonNode now, List<SchemaProblem> found) {

        void type(Node node) {
            var types = node.types();
            var format = node.format();
            var type = typeOf(now);
            if (types.isEmpty()) {
                return;
            }
            if (now.isNull()) {
                if (!node.nullable()) {
                    wrongType(String.join(",", types), type);
                }
            } else if (!format.isEmpty() && !types.contains(type) && !now.isTextual() && !now.isArray()) {
                wrongType(format, now.isIntegralNumber() ? "int64" : now.isNumber() ? "float64" : "");
            } else if (!format.isEmpty() && (now.isTextual() || now.isArray())) {
                return;
            } else if (!fits(types, type)) {
                wrongType(String.join(",", types), type);
            }
        }

        private boolean fits(List<String> types, String type) {
            var wholeEnough = type.equals("number") && types.contains("integer") && now.doubleValue() % 1 == 0;
            return types.contains(type) || wholeEnough || (type.equals("integer") && types.contains("number"));
        }

        private void wrongType(String expected, String given) {
            var shown = TextNode.valueOf(given);
            found.add(SchemaProblem.of(
                    path,
                    Reason.TYPE_INVALID,
                    shown,
                    path.text() + " in body must be of type " + expected + ": " + Wording.value(shown)));
        }

        void alternatives(Node node) {
            if (!node.anyOf().isEmpty() && node.anyOf().stream().noneMatch(this::fits)) {
                whole("must validate at least one schema (anyOf)");
                nearest(node.anyOf());
            }
            var fitting = node.oneOf().stream().filter(this::fits).count();
            if (!node.oneOf().isEmpty() && fitting != 1) {
                whole("must validate one and only one schema (oneOf). "
                        + (fitting == 0 ? "Found none valid" : "Found " + fitting + " valid alternatives"));
                if (fitting == 0) {
                    nearest(node.oneOf());
                }
            }
            var broken = node.allOf().stream().filter(part -> !fits(part)).toList();
            broken.forEach(part -> found.addAll(problems(part, path, now, null)));
            if (!broken.isEmpty()) {
                whole("must validate all the schemas (allOf)"
                        + (broken.size() == node.allOf().size() ? ". None validated" : ""));
            }
            if (node.not() != null && fits(node.not())) {
                whole("must not validate the schema (not)");
            }
        }

        private boolean fits(Node node) {
            return problems(node, path, now, null).isEmpty();
        }

        private void nearest(List<Node> alternatives) {
            alternatives.stream()
                    .map(node -> problems(node, path, now, null))
                    .min(Comparator.comparing(List::size))
                    .ifPresent(found::addAll);
        }

        private void whole(String words) {
            found.add(SchemaProblem.invalid(Path.ROOT, TextNode.valueOf(""), Wording.quote(path.text()) + " " + words));
        }

        /** Tells the first only. */
        void text(Node node) {
            var text = now.textValue();
            var length = text.codePointCount(0, text.length());
            var longest = node.limit("maxLength");
            var shortest = node.limit("minLength");
            if (longest.isPresent() && length > longest.getAsLong()) {
                found.add(SchemaProblem.plain(
                        path,
                        Reason.TOO_LONG,
                        "may not be more than " + longest.getAsLong()
                                + (longest.getAsLong() == 1 ? " byte" : " bytes")));
            } else if (shortest.isPresent() && length < shortest.getAsLong()) {
                invalid("should be at least " + shortest.getAsLong() + " chars long");
            } else if (node.pattern() != null && !node.pattern().matcher(text).find()) {
                invalid("should match '" + node.pattern().pattern() + "'");
            }
            if (!Formats.fits(node.format(), text)) {
                found.add(SchemaProblem.of(
                        path,
                        Reason.TYPE_INVALID,
                        now,
                        path.text() + " in body must be of type " + node.format() + ": " + Wording.value(now)));
            }
        }

        /** Bounds of whole numbers are whole: of 0.001 it is 0 that counts. */
        void number(Node node) {
            var keywords = node.keywords();
            var multiple = keywords.path("multipleOf");
            if (multiple.isNumber() && now.doubleValue() / multiple.doubleValue() % 1 != 0) {
                invalid("should be a multiple of " + Wording.number(multiple));
            }
            bound(keywords.path("minimum"), -1, node.is("exclusiveMinimum"), "greater than");
            bound(keywords.path("maximum"), 1, node.is("exclusiveMaximum"), "less than");
        }

        private void bound(JsonNode bound, int wrongSide, boolean exclusive, String words) {
            if (!bound.isNumber()) {
                return;
            }
            var compared = now.isIntegralNumber() && now.canConvertToLong()
                    ? Long.compare(now.longValue(), (long) bound.doubleValue())
                    : Double.compare(now.doubleValue(), bound.doubleValue());
            if (Integer.signum(compared) == wrongSide || (exclusive && compared == 0)) {
                var shown = now.isIntegralNumber()
                        ? Long.toString((long) bound.doubleValue())
                        : Wording.number(bound.doubleValue());
                invalid("should be " + words + (exclusive ? " " : " or equal to ") + shown);
            }
        }

        void list(Node node, @Nullable JsonNode before) {
            if (node.items() != null) {
                for (int i = 0; i < now.size(); i++) {
                    found.addAll(problems(
                            node.items(), path.index(i), now.get(i), Values.element(node, before, now.get(i))));
                }
            }
            var size = IntNode.valueOf(now.size());
            node.limit("minItems")
                    .ifPresent(
                            least -> invalidIf(now.size() < least, size, "should have at least " + least + " items"));
            node.limit("maxItems").ifPresent(most -> tooManyIf(now.size() > most, size, most));
            if (node.is("uniqueItems")
                    && StreamSupport.stream(now.spliterator(), false).distinct().count() < now.size()) {
                invalidIf(true, TextNode.valueOf(""), "shouldn't contain duplicates");
            }
        }

        void object(Node node, @Nullable JsonNode before) {
            var size = IntNode.valueOf(now.size());
            node.limit("minProperties")
                    .ifPresent(least ->
                            invalidIf(now.size() < least, size, "should have at least " + least + " properties"));
            node.limit("maxProperties").ifPresent(most -> tooManyIf(now.size() > most, size, most));
            for (var field : now.properties()) {
                var child = node.child(field.getKey());
                if (child != null) {
                    found.addAll(problems(
                            child, path.field(field.getKey()), field.getValue(), Values.field(before, field.getKey())));
                } else if (node.keywords().path("additionalProperties").isBoolean()
                        && !node.isMap()
                        && !node.properties().containsKey(field.getKey())) {
                    found.add(SchemaProblem.invalid(
                            path,
                            TextNode.valueOf(field.getKey()),
                            path.text() + "." + field.getKey() + " in body is a forbidden property"));
                }
            }
            for (var required : node.required()) {
                if (!now.has(required)) {
                    found.add(SchemaProblem.plain(path.field(required), Reason.REQUIRED, ""));
                }
            }
        }

        void oneOfValues(Node node) {
            var values = node.keywords().path("enum");
            if (!values.isArray()
                    || StreamSupport.stream(values.spliterator(), false).anyMatch(value -> Values.same(value, now))) {
                return;
            }
            var known = StreamSupport.stream(values.spliterator(), false)
                    .map(value -> Wording.quote(value.isTextual() ? value.textValue() : value.toString()))
                    .collect(Collectors.joining(", "));
            found.add(SchemaProblem.of(path, Reason.NOT_SUPPORTED, now, "supported values: " + known));
        }

        private void tooManyIf(boolean wrong, JsonNode size, long most) {
            if (wrong) {
                found.add(SchemaProblem.of(
                        path, Reason.TOO_MANY, size, "must have at most " + most + (most == 1 ? " item" : " items")));
            }
        }

        private void invalid(String words) {
            invalidIf(true, now, words);
        }

        private void invalidIf(boolean wrong, JsonNode value, String words) {
            if (wrong) {
                found.add(SchemaProblem.invalid(path, value, path.text() + " in body " + words));
            }
        }

        private static String typeOf(JsonNode value) {
            return switch (value.getNodeType()) {
                case STRING -> "string";
                case BOOLEAN -> "boolean";
                case ARRAY -> "array";
                case OBJECT -> "object";
                case NUMBER -> value.isIntegralNumber() && value.canConvertToLong() ? "integer" : "number";
                default -> "null";
            };
        }
    }
}

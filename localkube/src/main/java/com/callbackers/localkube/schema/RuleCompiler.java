package com.callbackers.localkube.schema;

import com.callbackers.localkube.schema.SchemaProblem.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of one place of a schema after the other. */
final class RuleCompiler {

    private static final Set<String> REASONS =
            Set.of("", "FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate");

    private final RuleTypes types;
    private final List<SchemaProblem> problems;

    RuleCompiler(RuleTypes types, List<SchemaProblem> problems) {
        this.types = types;
        this.problems = problems;
    }

    List<Rule> compile(Node node, boolean resource) {
        var given = node.keywords().path("x-kubernetes-validations");
        var rules = new ArrayList<Rule>();
        if (given.isEmpty()) {
            return rules;
        }
        var place = node.path().field("x-kubernetes-validations");
        var self = types.of(node, resource);
        if (self == null) {
            problems.add(SchemaProblem.invalid(place, given, "rules cannot see a value without a type of its own"));
            return rules;
        }
        var environment = new RuleEnvironment(types, self);
        for (int i = 0; i < given.size(); i++) {
            var rule = rule(node, given.get(i), place.index(i), environment);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return List.copyOf(rules);
    }

    private @Nullable Rule rule(Node node, JsonNode given, Path place, RuleEnvironment environment) {
        if (given.path("optionalOldSelf").asBoolean(false)) {
            problems.add(SchemaProblem.plain(
                    place.field("optionalOldSelf"), Reason.FORBIDDEN, "is not supported here; leave it out"));
            return null;
        }
        if (!REASONS.contains(given.path("reason").asText(""))) {
            problems.add(SchemaProblem.of(
                    place.field("reason"),
                    Reason.NOT_SUPPORTED,
                    given.get("reason"),
                    "supported values: \"FieldValueInvalid\", \"FieldValueForbidden\", \"FieldValueRequired\","
                            + " \"FieldValueDuplicate\""));
            return null;
        }
        checkFieldPath(node, given.path("fieldPath").asText(""), place);
        var rule = check(given, "rule", SimpleType.BOOL, place, environment);
        var message = given.has("messageExpression")
                ? check(given, "messageExpression", SimpleType.STRING, place, environment)
                : null;
        try {
            return rule == null
                    ? null
                    : new Rule(
                            given,
                            environment.program(rule),
                            message == null ? null : environment.program(message),
                            rule.getReferenceMap().values().stream()
                                    .anyMatch(reference -> reference.name().equals(Rule.OLD_SELF)));
        } catch (CelEvaluationException e) {
            problems.add(SchemaProblem.invalid(
                    place.field("rule"), given.get("rule"), "program instantiation failed: " + e.getMessage()));
            return null;
        }
    }

    private @Nullable CelAbstractSyntaxTree check(
            JsonNode given, String field, CelType expected, Path place, RuleEnvironment environment) {
        try {
            var checked = environment.check(given.path(field).asText(""));
            if (checked.getResultType().equals(expected)) {
                return checked;
            }
            wrong(
                    given,
                    field,
                    place,
                    field.equals("rule")
                            ? "cel expression must evaluate to a bool"
                            : "messageExpression must evaluate to a string");
        } catch (CelValidationException e) {
            wrong(
                    given,
                    field,
                    place,
                    (field.equals("rule") ? "" : field + " ") + "compilation failed: " + e.getMessage());
        }
        return null;
    }

    private void wrong(JsonNode given, String field, Path place, String message) {
        problems.add(SchemaProblem.invalid(place.field(field), given.get(field), message));
    }

    /** Fields with a dot before them, such as {@code .slack.text}. */
    private void checkFieldPath(Node node, String fieldPath, Path place) {
        if (fieldPath.isEmpty()) {
            return;
        }
        @Nullable Node at = node;
        for (var name : fieldPath.substring(1).split("\\.", -1)) {
            at = at == null ? null : at.properties().get(name);
        }
        if (at == null || !fieldPath.startsWith(".")) {
            problems.add(SchemaProblem.plain(
                    place.field("fieldPath"),
                    Reason.INVALID,
                    Wording.quote(fieldPath) + ": fieldPath must be a valid path: does not refer to a valid field"));
        }
    }
}

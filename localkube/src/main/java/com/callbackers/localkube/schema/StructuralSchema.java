package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schema of one version of a custom resource. Immutable; its methods take whole objects with their metadata, and
 * leave what they are given as it is. Unlike Kubernetes it counts no cost of rules, and compares sets in their order.
 */
public final class StructuralSchema {

    /** Where all versions have the same schema, Kubernetes tells it there. */
    private static final Path WHERE = new Path("spec.validation.openAPIV3Schema");

    private static final String NOT_CHECKED = "some validation rules were not checked because the object was invalid; "
            + "correct the existing errors to complete validation";

    private final Node root;
    private final Rules rules;

    private StructuralSchema(Node root, Rules rules) {
        this.root = root;
        this.rules = rules;
    }

    /** @throws InvalidSchemaException for what a CustomResourceDefinition with this schema would be refused for */
    public static StructuralSchema of(JsonNode openApiV3Schema) throws InvalidSchemaException {
        var problems = new ArrayList<SchemaProblem>();
        var root = new NodeReader(problems).read(openApiV3Schema, WHERE);
        var rules = problems.isEmpty() ? Rules.compile(root, problems) : Rules.NONE;
        if (!problems.isEmpty()) {
            throw new InvalidSchemaException(problems);
        }
        return new StructuralSchema(root, rules);
    }

    /** The object without the fields that the schema does not name. */
    public JsonNode prune(JsonNode object) {
        JsonNode pruned = object.deepCopy();
        Pruning.prune(pruned, root);
        return pruned;
    }

    /** The paths of the fields that the schema does not name, such as {@code spec.rules[0].nmae}. */
    public List<String> unknownFields(JsonNode object) {
        return Pruning.prune(object.deepCopy(), root);
    }

    /** The object with the schema's defaults, and without the nulls that stand for nothing. */
    public JsonNode withDefaults(JsonNode object) {
        JsonNode filled = object.deepCopy();
        Defaults.fill(filled, root);
        return filled;
    }

    /**
     * What stands against the object.
     *
     * @param before the object that is replaced: what was wrong with it already and has not changed is passed over
     */
    public List<SchemaProblem> problems(JsonNode now, @Nullable JsonNode before) {
        var problems = new ArrayList<>(Validation.problems(root, Path.ROOT, now, before));
        if (before == null || ListTypes.problems(root, Path.ROOT, before).isEmpty()) {
            problems.addAll(ListTypes.problems(root, Path.ROOT, now));
        }
        if (rules.isEmpty()) {
            return List.copyOf(problems);
        }
        if (problems.stream().anyMatch(problem -> problem.reason().blocksRules())) {
            problems.add(SchemaProblem.invalid(Path.ROOT, NullNode.instance, NOT_CHECKED));
        } else {
            problems.addAll(rules.problems(now, before));
        }
        return List.copyOf(problems);
    }
}

package com.callbackers.localkube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CEL rules of a schema. */
final class Rules {

    static final Rules NONE = new Rules(null, Map.of(), new RuleValues(new RuleTypes()));

    private final @Nullable Node root;
    private final Map<Node, List<Rule>> byNode;
    private final RuleValues values;

    private Rules(@Nullable Node root, Map<Node, List<Rule>> byNode, RuleValues values) {
        this.root = root;
        this.byNode = byNode;
        this.values = values;
    }

    /** @param problems gets what is wrong with a rule */
    static Rules compile(Node root, List<SchemaProblem> problems) {
        var types = new RuleTypes();
        var byNode = new IdentityHashMap<Node, List<Rule>>();
        types.of(root, true);
        compile(root, true, new RuleCompiler(types, problems), byNode);
        return new Rules(root, byNode, new RuleValues(types));
    }

    private static void compile(Node node, boolean resource, RuleCompiler compiler, Map<Node, List<Rule>> byNode) {
        var rules = compiler.compile(node, resource);
        if (!rules.isEmpty()) {
            byNode.put(node, rules);
        }
        children(node).forEach(child -> compile(child, child.embedsResource(), compiler, byNode));
    }

    private static List<Node> children(Node node) {
        var children = new ArrayList<>(node.properties().values());
        if (node.items() != null) {
            children.add(node.items());
        }
        if (node.additional() != null) {
            children.add(node.additional());
        }
        return children;
    }

    boolean isEmpty() {
        return byNode.isEmpty();
    }

    List<SchemaProblem> problems(JsonNode now, @Nullable JsonNode before) {
        var found = new ArrayList<SchemaProblem>();
        if (root != null) {
            look(root, Path.ROOT, now, before, Values.same(now, before), found);
        }
        return found;
    }

    /** @param unchanged whether the value, or what it is part of, is as it was before */
    private void look(
            Node node,
            Path path,
            JsonNode now,
            @Nullable JsonNode before,
            boolean unchanged,
            List<SchemaProblem> found) {
        if (now.isNull()) {
            return;
        }
        for (var rule : byNode.getOrDefault(node, List.of())) {
            rule.problem(node, path, now, before, path.equals(Path.ROOT), values)
                    .filter(problem -> !unchanged || rule.comparesWithOld())
                    .ifPresent(found::add);
        }
        if (now.isArray() && node.items() != null) {
            for (int i = 0; i < now.size(); i++) {
                var element = now.get(i);
                below(node.items(), path.index(i), element, Values.element(node, before, element), unchanged, found);
            }
        }
        for (var field : now.properties()) {
            var name = field.getKey();
            var property = node.properties().get(name);
            var child = property == null ? node.additional() : property;
            if (child != null) {
                var place = property == null ? path.key(name) : path.field(name);
                below(child, place, field.getValue(), Values.field(before, name), unchanged, found);
            }
        }
    }

    private void below(
            Node node,
            Path path,
            JsonNode now,
            @Nullable JsonNode before,
            boolean unchanged,
            List<SchemaProblem> found) {
        look(node, path, now, before, unchanged || Values.same(now, before), found);
    }
}

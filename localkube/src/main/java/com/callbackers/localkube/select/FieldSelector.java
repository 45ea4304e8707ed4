package com.callbackers.localkube.select;

import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.refusal.RefusedException;
import com.callbackers.localkube.store.Stored;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of fields, as in {@code metadata.name=a,type!=Opaque}. */
public final class FieldSelector {

    private static final Pattern TERM = Pattern.compile("([^=!]+)(==|=|!=)(.*)");

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            "namespaces",
            Set.of("status.phase"),
            "nodes",
            Set.of("spec.unschedulable"),
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            "jobs",
            Set.of("status.successful"),
            "replicasets",
            Set.of("status.replicas"),
            "secrets",
            Set.of("type"),
            "services",
            Set.of("spec.clusterIP", "spec.type"));

    private record Term(String field, boolean equal, String value) {

        boolean fits(Stored object, JsonNode tree) {
            return value(object, tree).equals(value) == equal;
        }

        private String value(Stored object, JsonNode tree) {
            return switch (field) {
                case "metadata.name" -> object.key().name();
                case "metadata.namespace" -> object.key().namespace();
                default -> at(tree);
            };
        }

        private String at(JsonNode tree) {
            var node = tree;
            for (var name : field.split("\\.", -1)) {
                node = node.path(name);
            }
            return node.asText();
        }

        boolean needsTree() {
            return !field.equals("metadata.name") && !field.equals("metadata.namespace");
        }
    }

    private final List<Term> terms;
    private final boolean needsTree;

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
        this.needsTree = terms.stream().anyMatch(Term::needsTree);
    }

    public static FieldSelector parse(@Nullable String text, Kind kind) {
        var terms = new ArrayList<Term>();
        for (var part : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
            var match = TERM.matcher(part.strip());
            if (!match.matches()) {
                throw RefusedException.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'");
            }
            var term = new Term(match.group(1), !match.group(2).equals("!="), match.group(3));
            if (!known(kind, term.field())) {
                throw RefusedException.badRequest(
                        FIELDS.containsKey(kind.plural()) || kind.custom() != null
                                ? "field label not supported: " + term.field()
                                : "\"" + term.field() + "\" is not a known field selector: only \"metadata.name\","
                                        + " \"metadata.namespace\"");
            }
            terms.add(term);
        }
        return new FieldSelector(terms);
    }

    private static boolean known(Kind kind, String field) {
        return field.equals("metadata.name")
                || (kind.namespaced() && field.equals("metadata.namespace"))
                || (kind.custom() == null
                        ? FIELDS.getOrDefault(kind.plural(), Set.of()).contains(field)
                        : kind.custom().selectableFields().contains(field));
    }

    public boolean fits(Stored object) {
        if (terms.isEmpty()) {
            return true;
        }
        JsonNode tree = needsTree ? object.tree() : MissingNode.getInstance();
        return terms.stream().allMatch(term -> term.fits(object, tree));
    }

    /** The only name that can fit, so that nothing else has to be looked at. */
    public Optional<String> name() {
        return terms.stream()
                .filter(term -> term.equal() && term.field().equals("metadata.name"))
                .map(Term::value)
                .findFirst();
    }
}

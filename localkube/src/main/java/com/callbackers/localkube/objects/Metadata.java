package com.callbackers.localkube.objects;

import com.callbackers.localkube.json.Json;
import com.callbackers.localkube.kind.Kind;
import com.callbackers.localkube.refusal.RefusedException.Cause;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The metadata of an object that is about to be written. */
final class Metadata {

    private static final String LABEL_PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/%]+");
    private static final Pattern QUALIFIED_NAME = Pattern.compile("([a-z0-9][-a-z0-9.]*/)?" + LABEL_PART);
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + LABEL_PART + ")?");
    private static final int LONGEST_ANNOTATIONS = 256 << 10;

    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with"
                    + " an alphanumeric character (e.g. 'example.com', regex used for validation is '" + SUBDOMAIN
                    + "')";
    private static final String LABEL_RULE =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an"
                    + " alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"
                    + DNS_LABEL + "')";
    private static final String LABEL_VALUE_RULE =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                    + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String QUALIFIED_NAME_RULE =
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                    + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private Metadata() {}

    static ObjectNode of(ObjectNode object) {
        return Json.objectAt(object, "metadata");
    }

    static boolean isBeingDeleted(JsonNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }

    static List<String> finalizers(JsonNode object) {
        var finalizers = new ArrayList<String>();
        object.path("metadata").path("finalizers").forEach(name -> finalizers.add(name.asText()));
        return finalizers;
    }

    static void setFinalizers(ObjectNode object, List<String> finalizers) {
        var metadata = of(object);
        metadata.remove("finalizers");
        if (!finalizers.isEmpty()) {
            ArrayNode list = metadata.putArray("finalizers");
            finalizers.forEach(list::add);
        }
    }

    /** Leaves out what is empty or null, as the real API does, so that two writes of the same compare equal. */
    static void tidy(ObjectNode object) {
        var metadata = of(object);
        metadata.properties()
                .removeIf(entry -> entry.getValue().isNull()
                        || (entry.getValue().isContainerNode()
                                && entry.getValue().isEmpty())
                        || (entry.getValue().isTextual()
                                && entry.getValue().textValue().isEmpty()));
        metadata.remove("selfLink");
    }

    static List<Cause> problems(Kind kind, JsonNode object) {
        var problems = new ArrayList<Cause>();
        var metadata = object.path("metadata");
        name(kind, metadata.path("name").asText(), problems);
        labels(metadata.path("labels"), problems);
        annotations(metadata.path("annotations"), problems);
        owners(metadata.path("ownerReferences"), problems);
        return problems;
    }

    private static void name(Kind kind, String name, List<Cause> problems) {
        var rule = kind.is("Namespace") || kind.is("Service")
                ? LABEL_RULE
                : kind.group().equals("rbac.authorization.k8s.io")
                        ? "may not be '.' or '..' and may not contain '/' or '%'"
                        : SUBDOMAIN_RULE;
        var pattern = kind.is("Namespace") || kind.is("Service")
                ? DNS_LABEL
                : kind.group().equals("rbac.authorization.k8s.io") ? PATH_SEGMENT : SUBDOMAIN;
        int longest = pattern == DNS_LABEL ? 63 : 253;
        if (!pattern.matcher(name).matches()) {
            problems.add(invalid("metadata.name", name, rule));
        } else if (name.length() > longest) {
            problems.add(invalid("metadata.name", name, "must be no more than " + longest + " bytes"));
        }
    }

    private static void labels(JsonNode labels, List<Cause> problems) {
        for (var label : labels.properties()) {
            if (!isQualifiedName(label.getKey())) {
                problems.add(invalid("metadata.labels", label.getKey(), QUALIFIED_NAME_RULE));
            }
            var value = label.getValue().asText();
            if (!LABEL_VALUE.matcher(value).matches()) {
                problems.add(invalid("metadata.labels", value, LABEL_VALUE_RULE));
            } else if (value.length() > 63) {
                problems.add(invalid("metadata.labels", value, "must be no more than 63 bytes"));
            }
        }
    }

    private static void annotations(JsonNode annotations, List<Cause> problems) {
        int size = 0;
        for (var annotation : annotations.properties()) {
            if (!isQualifiedName(annotation.getKey().toLowerCase(java.util.Locale.ROOT))) {
                problems.add(invalid("metadata.annotations", annotation.getKey(), QUALIFIED_NAME_RULE));
            }
            size += annotation.getKey().length()
                    + annotation.getValue().asText().length();
        }
        if (size > LONGEST_ANNOTATIONS) {
            problems.add(new Cause(
                    "FieldValueTooLong",
                    "Too long: may not be more than " + LONGEST_ANNOTATIONS + " bytes",
                    "metadata.annotations"));
        }
    }

    private static boolean isQualifiedName(String name) {
        int slash = name.indexOf('/');
        return QUALIFIED_NAME.matcher(name).matches() && name.length() - slash - 1 <= 63;
    }

    private static void owners(JsonNode owners, List<Cause> problems) {
        for (int i = 0; i < owners.size(); i++) {
            for (var field : List.of("apiVersion", "kind", "name", "uid")) {
                if (owners.get(i).path(field).asText().isEmpty()) {
                    problems.add(
                            invalid("metadata.ownerReferences[" + i + "]." + field, "", field + " must not be empty"));
                }
            }
        }
    }

    static Cause invalid(String field, String value, String rule) {
        return new Cause("FieldValueInvalid", "Invalid value: \"" + value + "\": " + rule, field);
    }
}

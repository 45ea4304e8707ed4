package com.callbackers.compiler;

import com.callbackers.resources.MatchSpec;
import com.callbackers.resources.MatchSpec.PathSpec;
import com.callbackers.resources.MatchSpec.ValueSpec;
import com.callbackers.route.Match;
import com.callbackers.route.Match.PathMatch;
import com.callbackers.route.Match.ValueMatch;
import com.callbackers.route.Sender;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles what a rule asks of a request. */
final class Matches {

    private enum Kind {
        EXACT("Exact"),
        PREFIX("Prefix"),
        REGULAR_EXPRESSION("RegularExpression");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        static final Map<String, Kind> OF_PATH = Choices.of(values(), kind -> kind.label);
        static final Map<String, Kind> OF_VALUE =
                Choices.of(new Kind[] {EXACT, REGULAR_EXPRESSION}, kind -> kind.label);
    }

    private final Set<String> senders;
    private final Findings findings;
    private final HttpNames http;

    /** @param senders the names that the route declares */
    Matches(Set<String> senders, Findings findings) {
        this.senders = senders;
        this.findings = findings;
        this.http = new HttpNames(findings);
    }

    Match compile(@Nullable MatchSpec spec, Field field) {
        if (spec == null) {
            return Match.ANY;
        }
        for (int i = 0; i < spec.methods().size(); i++) {
            http.method(spec.methods().get(i), field.at("methods").at(i));
        }
        for (int i = 0; i < spec.senders().size(); i++) {
            declared(spec.senders().get(i), field.at("senders").at(i));
        }
        findings.atMost(Sizes.MATCHES, spec.methods(), field.at("methods"));
        findings.atMost(Sizes.SENDERS, spec.senders(), field.at("senders"));
        return new Match(
                new LinkedHashSet<>(spec.methods()),
                path(spec.path(), field.at("path")),
                headers(spec.headers(), field.at("headers")),
                query(spec.query(), field.at("query")),
                new LinkedHashSet<>(spec.senders()));
    }

    private void declared(String name, Field field) {
        if (!name.equals(Sender.UNKNOWN) && !senders.contains(name)) {
            var known = new ArrayList<>(senders);
            known.add(Sender.UNKNOWN);
            findings.invalid(field, "there is no sender '" + name + "'; use one of " + String.join(", ", known));
        }
    }

    private @Nullable PathMatch path(@Nullable PathSpec spec, Field field) {
        if (spec == null) {
            return null;
        }
        var kind = spec.type() == null ? Kind.PREFIX : findings.choice(spec.type(), field.at("type"), Kind.OF_PATH);
        var value = spec.value();
        if (!findings.present(value, field.at("value"), "the path to compare with") || value == null || kind == null) {
            return null;
        }
        if (kind == Kind.REGULAR_EXPRESSION) {
            var pattern = Regexes.compile(value, field.at("value"), findings);
            return pattern == null ? null : new PathMatch.Regex(pattern);
        }
        findings.atMost(Sizes.VALUE, value, field.at("value"));
        if (!value.startsWith("/")) {
            findings.invalid(field.at("value"), "'" + value + "' is not a path; it starts with a slash, like /card");
        } else if (value.contains("?") || value.contains("#")) {
            findings.invalid(
                    field.at("value"), "'" + value + "' holds more than a path; use 'query' for what follows the ?");
        }
        return kind == Kind.EXACT ? new PathMatch.Exact(value) : new PathMatch.Prefix(value);
    }

    private List<ValueMatch> headers(List<ValueSpec> specs, Field field) {
        findings.atMost(Sizes.MATCHES, specs, field);
        var matches = new ArrayList<ValueMatch>();
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            if (http.headerName(spec.name(), field.at(i).at("name"))) {
                add(value(spec, field.at(i)), matches);
            }
        }
        return List.copyOf(matches);
    }

    private List<ValueMatch> query(List<ValueSpec> specs, Field field) {
        findings.atMost(Sizes.MATCHES, specs, field);
        var matches = new ArrayList<ValueMatch>();
        for (int i = 0; i < specs.size(); i++) {
            var spec = specs.get(i);
            findings.atMost(Sizes.VALUE, spec.name(), field.at(i).at("name"));
            if (findings.present(spec.name(), field.at(i).at("name"), "the name of a query parameter")) {
                add(value(spec, field.at(i)), matches);
            }
        }
        return List.copyOf(matches);
    }

    private @Nullable ValueMatch value(ValueSpec spec, Field field) {
        var kind = spec.type() == null ? Kind.EXACT : findings.choice(spec.type(), field.at("type"), Kind.OF_VALUE);
        var name = spec.name();
        var value = spec.value();
        if (value == null) {
            findings.invalid(field.at("value"), "is required: the value to compare with");
        }
        if (name == null || value == null || kind == null) {
            return null;
        }
        if (kind == Kind.EXACT) {
            findings.atMost(Sizes.VALUE, value, field.at("value"));
            return new ValueMatch.Exact(name, value);
        }
        var pattern = Regexes.compile(value, field.at("value"), findings);
        return pattern == null ? null : new ValueMatch.Regex(name, pattern);
    }

    private static void add(@Nullable ValueMatch match, List<ValueMatch> matches) {
        if (match != null) {
            matches.add(match);
        }
    }
}

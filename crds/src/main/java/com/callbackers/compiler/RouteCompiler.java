package com.callbackers.compiler;

import com.callbackers.expression.Expected;
import com.callbackers.expression.Scope;
import com.callbackers.resources.ActionSpec;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.CallbackRoute;
import com.callbackers.resources.CallbackRouteSpec;
import com.callbackers.resources.RuleSpec;
import com.callbackers.resources.SenderSpec;
import com.callbackers.route.Action;
import com.callbackers.route.Dedup;
import com.callbackers.route.Let;
import com.callbackers.route.Route;
import com.callbackers.route.Rule;
import com.callbackers.route.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns resources into routes, or tells everything that stands against it. Without state; safe for many threads. */
public final class RouteCompiler {

    /** How long repeats of a callback are known. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private static final Duration LEAST_WINDOW = Duration.ofSeconds(1);
    private static final Duration MOST_WINDOW = Duration.ofDays(7);

    private final String baseDomain;

    /** @param baseDomain the domain that bare labels sit under, such as {@code callbackers.com} */
    public RouteCompiler(String baseDomain) {
        this.baseDomain = baseDomain;
    }

    public Compilation compile(CallbackRoute resource, long generation, References references) {
        var findings = new Findings();
        var route = new RouteCompilation(resource, references, findings).route(generation);
        return findings.none() ? new Compilation.Compiled(route) : new Compilation.Refused(findings.all());
    }

    /** What stands against a destination, whether or not a route uses it. */
    public List<Problem> check(CallbackDestination resource, References references) {
        var findings = new Findings();
        checkNames(resource.getMetadata().getNamespace(), resource.getMetadata().getName(), findings);
        new Targets(resource.getMetadata().getNamespace(), references, findings).destination(resource);
        return findings.all();
    }

    /**
     * An action that is given with a request, in the shape of a rule's action.
     *
     * @param let the names that its expressions may use beside the callback's own
     */
    public Action adHoc(String namespace, List<Let> let, String actionJson, References references)
            throws RefusedActionException {
        var read = ResourceReader.action(actionJson);
        var findings = new Findings();
        var spec = read.resource();
        new Names(findings).part(spec.name(), Field.ROOT.at("name"), new HashSet<>());
        var action = new Actions(namespace, Lets.scope(let), references, findings).compile(spec, Field.ROOT);
        var problems = read.with(findings.all());
        if (!problems.isEmpty() || action == null) {
            throw new RefusedActionException(problems);
        }
        return action;
    }

    /** An action whose expressions see the callback's own names only. */
    public Action adHoc(String namespace, String actionJson, References references) throws RefusedActionException {
        return adHoc(namespace, List.of(), actionJson, references);
    }

    private static void checkNames(String namespace, String name, Findings findings) {
        var metadata = new Field("metadata");
        if (!Names.resource(name)) {
            findings.invalid(
                    metadata.at("name"),
                    "'" + name + "' is not a resource's name; use lower-case letters, digits, dashes and dots");
        }
        if (!Names.namespace(namespace)) {
            findings.invalid(
                    metadata.at("namespace"),
                    "'" + namespace + "' is not a namespace; use up to 63 lower-case letters, digits and dashes");
        }
    }

    /** The compilation of one resource. */
    private final class RouteCompilation {

        private final String namespace;
        private final String name;
        private final CallbackRouteSpec spec;
        private final References references;
        private final Findings findings;
        private final Names names;

        RouteCompilation(CallbackRoute resource, References references, Findings findings) {
            this.namespace = resource.getMetadata().getNamespace();
            this.name = resource.getMetadata().getName();
            this.references = references;
            this.findings = findings;
            this.names = new Names(findings);
            this.spec = resource.getSpec() == null ? NO_SPEC : resource.getSpec();
            if (resource.getSpec() == null) {
                findings.invalid(Field.SPEC, "is required: the rules");
            }
            checkNames(namespace, name, findings);
        }

        Route route(long generation) {
            var hosts = hosts();
            var lets = Lets.compile(spec.let(), findings);
            findings.atMost(Sizes.LETS, spec.let(), Field.SPEC.at("let"));
            var senders = senders(lets);
            return new Route(
                    namespace + "/" + name,
                    generation,
                    hosts,
                    spec.suspend(),
                    lets.values(),
                    senders,
                    spec.requireSender(),
                    rules(lets.scope()));
        }

        private List<String> hosts() {
            var field = Field.SPEC.at("hosts");
            findings.atMost(Sizes.HOSTS, spec.hosts(), field);
            if (spec.hosts().isEmpty()) {
                return List.of(namespace + "." + baseDomain);
            }
            var hosts = new LinkedHashSet<String>();
            for (int i = 0; i < spec.hosts().size(); i++) {
                var host = names.host(spec.hosts().get(i), baseDomain, field.at(i));
                if (host != null && !hosts.add(host)) {
                    findings.invalid(field.at(i), "'" + host + "' is there twice; each host once");
                }
            }
            return List.copyOf(hosts);
        }

        private List<Sender> senders(Lets lets) {
            var field = Field.SPEC.at("senders");
            findings.atMost(Sizes.SENDERS, spec.senders(), field);
            var seen = new HashSet<String>();
            var senders = new ArrayList<Sender>();
            for (int i = 0; i < spec.senders().size(); i++) {
                senders.add(sender(spec.senders().get(i), lets, field.at(i), seen));
            }
            if (spec.requireSender() && senders.isEmpty()) {
                findings.invalid(
                        Field.SPEC.at("requireSender"),
                        "rejects every callback when there are no senders; add senders or leave it out");
            }
            return senders;
        }

        private Sender sender(SenderSpec sender, Lets lets, Field field, Set<String> seen) {
            names.part(sender.name(), field.at("name"), seen);
            if (Sender.UNKNOWN.equals(sender.name())) {
                findings.invalid(field.at("name"), "'unknown' is who fits no sender; use another name");
            }
            if (sender.when() == null && sender.verify() == null) {
                findings.invalid(field, "says not how to recognise the sender; give when, verify or both");
            }
            var when = lets.senderWhen(sender.when(), field.at("when"), findings);
            var verify = sender.verify() == null
                    ? null
                    : new Verifications(new Secrets(namespace, references, findings), findings)
                            .compile(sender.verify(), field.at("verify"));
            return new Sender(named(sender.name()), when, verify);
        }

        private List<Rule> rules(Scope scope) {
            var field = Field.SPEC.at("rules");
            findings.atMost(Sizes.RULES, spec.rules(), field);
            var declared = new LinkedHashSet<String>();
            spec.senders().stream()
                    .map(SenderSpec::name)
                    .filter(Objects::nonNull)
                    .forEach(declared::add);
            var matches = new Matches(declared, findings);
            var expressions = new Expressions(scope, findings);
            var actions = new Actions(namespace, scope, references, findings);
            var seen = new HashSet<String>();
            var rules = new ArrayList<Rule>();
            for (int i = 0; i < spec.rules().size(); i++) {
                var rule = spec.rules().get(i);
                var at = field.at(i);
                names.part(rule.name(), at.at("name"), seen);
                rules.add(new Rule(
                        named(rule.name()),
                        matches.compile(rule.match(), at.at("match")),
                        expressions.expression(rule.when(), Expected.BOOL, at.at("when")),
                        dedup(rule, expressions, at.at("dedup")),
                        rule.stop(),
                        actions(rule, actions, at.at("actions"))));
            }
            return rules;
        }

        private @Nullable Dedup dedup(RuleSpec rule, Expressions expressions, Field field) {
            var spec = rule.dedup();
            if (spec == null) {
                return null;
            }
            if (rule.actions().isEmpty()) {
                findings.invalid(field, "belongs to a rule with actions; add actions or leave it out");
            }
            var given = findings.present(spec.key(), field.at("key"), "a CEL expression");
            var key = expressions.expression(given ? spec.key() : null, Expected.ANY, field.at("key"));
            var window = Durations.read(spec.window(), LEAST_WINDOW, MOST_WINDOW, WINDOW, field.at("window"), findings);
            return key == null ? null : new Dedup(key, window);
        }

        private List<Action> actions(RuleSpec rule, Actions compiler, Field field) {
            findings.atMost(Sizes.ACTIONS, rule.actions(), field);
            var seen = new HashSet<String>();
            var actions = new ArrayList<Action>();
            for (int i = 0; i < rule.actions().size(); i++) {
                ActionSpec spec = rule.actions().get(i);
                names.part(spec.name(), field.at(i).at("name"), seen);
                var action = compiler.compile(spec, field.at(i));
                if (action != null) {
                    actions.add(action);
                }
            }
            return actions;
        }

        private static String named(@Nullable String name) {
            return name == null ? "" : name;
        }
    }

    private static final CallbackRouteSpec NO_SPEC =
            new CallbackRouteSpec(List.of(), false, List.of(), List.of(), false, List.of());
}

package com.callbackers.compiler;

import com.callbackers.compiler.Targets.Destination;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.expression.Expected;
import com.callbackers.expression.Expression;
import com.callbackers.expression.Scope;
import com.callbackers.expression.Template;
import com.callbackers.resources.ActionSpec;
import com.callbackers.resources.CallbackDestination;
import com.callbackers.resources.DestinationRef;
import com.callbackers.resources.ForwardSpec;
import com.callbackers.resources.ForwardSpec.HeadersSpec;
import com.callbackers.resources.SlackSpec;
import com.callbackers.route.Action;
import com.callbackers.route.ForwardAction;
import com.callbackers.route.ForwardAction.PathMode;
import com.callbackers.route.SlackAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles actions; what is found wrong gives null. */
final class Actions {

    private enum Kind {
        SLACK("Slack", "Slack"),
        FORWARD("Forward", "Http");

        private static final Map<String, Kind> BY_LABEL = Choices.of(values(), kind -> kind.label);

        private final String label;
        private final String destinationType;

        Kind(String label, String destinationType) {
            this.label = label;
            this.destinationType = destinationType;
        }
    }

    private static final Map<String, PathMode> PATH_MODES =
            Choices.of(PathMode.values(), mode -> mode == PathMode.APPEND ? "Append" : "Replace");

    private final String namespace;
    private final References references;
    private final Findings findings;
    private final Expressions expressions;
    private final Targets targets;
    private final Retries retries;
    private final HttpNames http;

    Actions(String namespace, Scope scope, References references, Findings findings) {
        this.namespace = namespace;
        this.references = references;
        this.findings = findings;
        this.expressions = new Expressions(scope, findings);
        this.targets = new Targets(namespace, references, findings);
        this.retries = new Retries(findings);
        this.http = new HttpNames(findings);
    }

    @Nullable
    Action compile(ActionSpec spec, Field field) {
        var kind = findings.choice(spec.type(), field.at("type"), Kind.BY_LABEL);
        var orderBy = expressions.expression(spec.orderBy(), Expected.ANY, field.at("orderBy"));
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case SLACK -> slack(spec, orderBy, field);
            case FORWARD -> forward(spec, orderBy, field);
        };
    }

    private @Nullable Action slack(ActionSpec spec, @Nullable Expression orderBy, Field field) {
        if (spec.forward() != null) {
            findings.invalid(field.at("forward"), "does not belong to an action of type Slack; leave it out");
        }
        var slack = spec.slack();
        var inSlack = field.at("slack");
        if (slack == null) {
            findings.invalid(inSlack, "is required for type Slack: text or blocks, and where to");
            return null;
        }
        if (slack.text() == null && slack.blocks() == null) {
            findings.invalid(inSlack.at("text"), "is required: a message needs text or blocks");
        }
        var text = expressions.template(slack.text(), inSlack.at("text"));
        var blocks = expressions.expression(slack.blocks(), Expected.LIST, inSlack.at("blocks"));
        var username = expressions.template(slack.username(), inSlack.at("username"));
        var iconEmoji = expressions.template(slack.iconEmoji(), inSlack.at("iconEmoji"));
        var channel = expressions.template(slack.channel(), inSlack.at("channel"));
        var destination = destination(spec, slack, field);
        var retry = retry(spec, destination, null, field);
        if (destination == null) {
            return null;
        }
        return new SlackAction(
                named(spec), destination.target(), retry, orderBy, text, blocks, username, iconEmoji, channel);
    }

    private @Nullable Action forward(ActionSpec spec, @Nullable Expression orderBy, Field field) {
        if (spec.slack() != null) {
            findings.invalid(field.at("slack"), "does not belong to an action of type Forward; leave it out");
        }
        var inForward = field.at("forward");
        var forward = spec.forward() == null ? NOTHING : spec.forward();
        if (forward.method() != null) {
            http.outgoingMethod(forward.method(), inForward.at("method"));
        }
        var pathMode = forward.pathMode() == null
                ? PathMode.APPEND
                : findings.choice(forward.pathMode(), inForward.at("pathMode"), PATH_MODES);
        var headers = forward.headers() == null ? new HeadersSpec(Map.of(), List.of()) : forward.headers();
        var setHeaders = setHeaders(headers, inForward.at("headers").at("set"));
        findings.atMost(Sizes.HEADERS, headers.remove(), inForward.at("headers").at("remove"));
        for (int i = 0; i < headers.remove().size(); i++) {
            http.headerName(
                    headers.remove().get(i),
                    inForward.at("headers").at("remove").at(i));
        }
        if (forward.body() != null && forward.bodyExpression() != null) {
            findings.invalid(inForward.at("bodyExpression"), "cannot stand beside 'body'; give one of them");
        }
        var body = expressions.template(forward.body(), inForward.at("body"));
        var bodyExpression =
                expressions.expression(forward.bodyExpression(), Expected.ANY, inForward.at("bodyExpression"));
        var destination = destination(spec, forward, field);
        var retry = retry(spec, destination, forward, field);
        if (destination == null || pathMode == null) {
            return null;
        }
        return new ForwardAction(
                named(spec),
                destination.target(),
                retry,
                orderBy,
                pathMode,
                forward.method(),
                setHeaders,
                headers.remove(),
                body,
                bodyExpression,
                forward.followRedirects());
    }

    private Map<String, Template> setHeaders(HeadersSpec headers, Field field) {
        findings.atMost(Sizes.HEADERS, new ArrayList<>(headers.set().keySet()), field);
        var templates = new LinkedHashMap<String, Template>();
        headers.set().forEach((name, value) -> {
            http.settableHeader(name, field.at(name));
            http.headerValue(value, field.at(name));
            var template = expressions.template(value, field.at(name));
            if (template != null) {
                templates.put(name, template);
            }
        });
        return templates;
    }

    private @Nullable Destination destination(ActionSpec action, SlackSpec slack, Field field) {
        var inSlack = field.at("slack");
        var given = new ArrayList<String>();
        note(action.destinationRef(), "destinationRef", given);
        note(slack.destinationRef(), "slack.destinationRef", given);
        note(slack.webhookUrlSecretRef(), "slack.webhookUrlSecretRef", given);
        if (!exactlyOne(given, "destinationRef or slack.webhookUrlSecretRef", field)) {
            return null;
        }
        if (slack.webhookUrlSecretRef() != null) {
            var target = targets.webhook(slack.webhookUrlSecretRef(), inSlack.at("webhookUrlSecretRef"));
            return target == null ? null : new Destination(target, RetryPolicy.DEFAULT);
        }
        return action.destinationRef() != null
                ? referred(action.destinationRef(), Kind.SLACK, field.at("destinationRef"))
                : referred(slack.destinationRef(), Kind.SLACK, inSlack.at("destinationRef"));
    }

    private @Nullable Destination destination(ActionSpec action, ForwardSpec forward, Field field) {
        var inForward = field.at("forward");
        var given = new ArrayList<String>();
        note(action.destinationRef(), "destinationRef", given);
        note(forward.destinationRef(), "forward.destinationRef", given);
        note(forward.url(), "forward.url", given);
        if (!exactlyOne(given, "destinationRef or forward.url", field)) {
            return null;
        }
        if (forward.url() != null) {
            var target = targets.url(forward.url(), forward.sign(), inForward);
            return target == null ? null : new Destination(target, RetryPolicy.DEFAULT);
        }
        var destination = action.destinationRef() != null
                ? referred(action.destinationRef(), Kind.FORWARD, field.at("destinationRef"))
                : referred(forward.destinationRef(), Kind.FORWARD, inForward.at("destinationRef"));
        if (destination == null || forward.sign() == null) {
            return destination;
        }
        return new Destination(
                targets.signed(destination.target(), forward.sign(), inForward.at("sign")), destination.retry());
    }

    private @Nullable Destination referred(@Nullable DestinationRef ref, Kind kind, Field field) {
        var name = ref == null ? null : ref.name();
        if (!findings.present(name, field.at("name"), "the name of a CallbackDestination")
                || ref == null
                || name == null) {
            return null;
        }
        var owner = ref.namespace() == null ? namespace : ref.namespace();
        var resource = references.destination(owner, name);
        if (!owner.equals(namespace) && !allowed(resource)) {
            findings.add(
                    Reason.REF_NOT_PERMITTED,
                    field,
                    "namespace " + owner + " has no CallbackDestination '" + name + "' that namespace " + namespace
                            + " may use; list " + namespace + " in its spec.allowedNamespaces");
            return null;
        }
        if (resource.isEmpty()) {
            findings.add(
                    Reason.DESTINATION_NOT_FOUND,
                    field,
                    "there is no usable CallbackDestination '" + name + "' in namespace " + owner);
            return null;
        }
        var spec = resource.get().getSpec();
        if (spec != null && spec.type() != null && !kind.destinationType.equals(spec.type())) {
            findings.invalid(
                    field,
                    "CallbackDestination '" + name + "' is of type " + spec.type() + "; an action of type " + kind.label
                            + " needs one of type " + kind.destinationType);
            return null;
        }
        var itsOwn = new Findings();
        var destination = new Targets(owner, references, itsOwn).destination(resource.get());
        itsOwn.all()
                .forEach(problem -> findings.add(
                        problem.condition().equals("ResolvedRefs") ? problem.cause() : Reason.DESTINATION_NOT_FOUND,
                        field,
                        "CallbackDestination '" + name + "' cannot be used: " + problem));
        return destination == null || owner.equals(namespace)
                ? destination
                : new Destination(destination.target().labelled(owner + "/" + name), destination.retry());
    }

    /** Who may not use it is not told whether it is there. */
    private boolean allowed(Optional<CallbackDestination> resource) {
        return resource.map(CallbackDestination::getSpec)
                .filter(spec -> spec.allows(namespace))
                .isPresent();
    }

    private RetryPolicy retry(
            ActionSpec spec, @Nullable Destination destination, @Nullable ForwardSpec forward, Field field) {
        var ofDestination = destination == null ? RetryPolicy.DEFAULT : destination.retry();
        var policy = retries.over(ofDestination, spec.retry(), field.at("retry"));
        if (forward != null) {
            var timeout = retries.timeout(
                    forward.timeout(), policy.timeout(), field.at("forward").at("timeout"));
            policy = new RetryPolicy(policy.schedule(), timeout, policy.retryOn());
        }
        return retries.on(policy, spec.retryOn(), field.at("retryOn"));
    }

    private boolean exactlyOne(List<String> given, String choices, Field field) {
        if (given.isEmpty()) {
            findings.invalid(field, "says not where to send to; give " + choices);
        } else if (given.size() > 1) {
            findings.invalid(field, "has " + String.join(" and ", given) + "; give one of them");
        }
        return given.size() == 1;
    }

    private static void note(@Nullable Object value, String name, List<String> given) {
        if (value != null) {
            given.add(name);
        }
    }

    private static String named(ActionSpec spec) {
        return spec.name() == null ? "" : spec.name();
    }

    private static final ForwardSpec NOTHING =
            new ForwardSpec(null, null, null, null, null, null, null, null, null, false);
}

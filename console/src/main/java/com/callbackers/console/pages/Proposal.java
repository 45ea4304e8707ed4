package com.callbackers.console.pages;

import com.callbackers.callback.Callback;
import com.callbackers.route.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule for whoever sent a callback, added to a route as a start for the one who writes it. */
final class Proposal {

    private static final Pattern SLACK = Pattern.compile("/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,29}");
    private static final int FIELDS = 3;
    private static final int NAME = 40;

    private Proposal() {}

    /**
     * Adds a sender that recognises the callback, and a rule for it.
     *
     * @param sender as a route has named it; null or unknown: it is to be named
     */
    static void add(ObjectNode route, Callback callback, @Nullable String sender) {
        var spec = route.withObject("/spec");
        var name = sender == null || sender.equals(Sender.UNKNOWN) ? named(spec, callback) : sender;
        var rules = spec.withArray("/rules");
        var rule = rules.addObject().put("name", free(rules, "from-" + lettersOf(name)));
        rule.putObject("match").putArray("senders").add(name);
        var action =
                rule.putArray("actions").addObject().put("name", "receiver").put("type", "Forward");
        // what a system posted to Slack goes on to Slack, as it is
        action.putObject("forward")
                .put(
                        "url",
                        SLACK.matcher(callback.path()).matches()
                                ? "https://hooks.slack.com"
                                : "https://example.com/hooks");
    }

    private static String named(ObjectNode spec, Callback callback) {
        var senders = spec.withArray("/senders");
        var name = free(senders, name(callback));
        senders.addObject().put("name", name).put("when", when(callback));
        return name;
    }

    private static String name(Callback callback) {
        var agent = product(callback);
        return lettersOf(agent.isEmpty() ? "at-" + callback.remoteAddress() : agent);
    }

    /** The product of its user agent, without its version. */
    private static String product(Callback callback) {
        return callback.header("user-agent").orElse("").strip().split("[/\\s(]", 2)[0];
    }

    private static String lettersOf(String text) {
        var letters =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var cut = letters.substring(0, Math.min(letters.length(), NAME)).replaceAll("-$", "");
        return cut.isEmpty() ? "sender" : cut;
    }

    private static String free(ArrayNode among, String name) {
        var taken =
                among.valueStream().map(each -> each.path("name").asString()).collect(Collectors.toSet());
        return Stream.iterate(1, number -> number + 1)
                .map(number -> number == 1 ? name : name + "-" + number)
                .filter(each -> !taken.contains(each))
                .findFirst()
                .orElseThrow();
    }

    private static String when(Callback callback) {
        var parts = new ArrayList<String>();
        var agent = product(callback);
        if (!agent.isEmpty()) {
            parts.add("request.headers['user-agent'].startsWith(%s)".formatted(literal(agent)));
        }
        parts.add("request.remoteAddress == %s".formatted(literal(callback.remoteAddress())));
        fields(callback).forEach(field -> parts.add("has(body.%s)".formatted(field)));
        return String.join(" && ", parts);
    }

    /** By which it differs from what else its program sends. */
    private static List<String> fields(Callback callback) {
        try {
            return JsonMapper.shared().readTree(callback.body()).properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(field -> FIELD.matcher(field).matches())
                    .limit(FIELDS)
                    .toList();
        } catch (JacksonException e) {
            return List.of();
        }
    }

    /** As CEL has it. */
    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\\p{Cntrl}", "?") + "'";
    }

    /** A route of its own, where none holds the host. */
    static ObjectNode route(JsonMapper mapper, String namespace, String host) {
        var route = mapper.createObjectNode()
                .put("apiVersion", "callbackers.com/v1alpha1")
                .put("kind", "CallbackRoute");
        route.putObject("metadata")
                .put("name", lettersOf(host.split("\\.", 2)[0]))
                .put("namespace", namespace);
        route.putObject("spec").putArray("hosts").add(host);
        return route;
    }
}

package com.callbackers.console;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.console.call.JsonBody;
import com.callbackers.console.call.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * What a replay is to do.
 *
 * @param actions chosen by name or {@code rule/action}
 * @param adHoc actions brought along
 * @param body null: the first callback's own bytes
 */
record ReplayRequest(Rules rules, List<Named> actions, List<String> adHoc, byte @Nullable [] body) {

    /** @param field where the body names it */
    record Named(String name, String field) {}

    private static final Set<String> FIELDS = Set.of("rules", "actions", "body", "bodyBase64");
    private static final int MAX_ACTIONS = 100;

    static ReplayRequest parse(byte @Nullable [] json) {
        if (json == null || json.length == 0) {
            return new ReplayRequest(Rules.NOW, List.of(), List.of(), null);
        }
        var tree = JsonBody.read(json);
        if (!tree.isObject()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "the body must be a JSON object, not %s".formatted(kind(tree)));
        }
        tree.propertyNames().stream()
                .filter(name -> !FIELDS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.invalid(
                            name, "there is no field '%s', only rules, actions, body, bodyBase64".formatted(name));
                });
        var actions = actions(tree);
        return new ReplayRequest(
                rules(tree),
                named(actions),
                actions.stream()
                        .filter(JsonNode::isObject)
                        .map(JsonNode::toString)
                        .toList(),
                body(tree).orElse(null));
    }

    /** The new callback: the same request, but for its body when that is replaced. */
    Callback replayOf(Callback first, @Nullable String sender) {
        return new Callback(
                CallbackId.next(),
                first.method(),
                first.host(),
                first.path(),
                first.query(),
                body == null ? first.headers() : withLength(first.headers(), body.length),
                body == null ? first.body() : body,
                body == null ? first.size() : body.length,
                first.remoteAddress(),
                Durability.JOURNAL,
                new Replay(first.id(), rules, actions.stream().map(Named::name).toList(), adHoc, sender));
    }

    @Override
    public String toString() {
        return "ReplayRequest[" + rules + "]";
    }

    private static Rules rules(JsonNode tree) {
        var rules = tree.path("rules");
        return rules.isMissingNode() || rules.isNull()
                ? Rules.NOW
                : Arrays.stream(Rules.values())
                        .filter(each -> rules.isString()
                                && each.name().toLowerCase(Locale.ROOT).equals(rules.stringValue()))
                        .findFirst()
                        .orElseThrow(() ->
                                Problem.invalid("rules", "rules must be \"then\" or \"now\", not %s".formatted(rules)));
    }

    private static List<JsonNode> actions(JsonNode tree) {
        var actions = tree.path("actions");
        if (actions.isMissingNode() || actions.isNull()) {
            return List.of();
        }
        if (!actions.isArray()) {
            throw Problem.invalid("actions", "actions must be a list, not %s".formatted(kind(actions)));
        }
        if (actions.isEmpty() || actions.size() > MAX_ACTIONS) {
            throw Problem.invalid(
                    "actions", "actions must hold 1 to %d entries, or be left out".formatted(MAX_ACTIONS));
        }
        return List.copyOf(actions.values());
    }

    private static List<Named> named(List<JsonNode> actions) {
        var named = new ArrayList<Named>();
        for (var i = 0; i < actions.size(); i++) {
            var field = "actions[%d]".formatted(i);
            var action = actions.get(i);
            if (action.isString() && !action.stringValue().isBlank()) {
                named.add(new Named(action.stringValue(), field));
            } else if (action.isObject()) {
                AdHocAction.check(action, field, actions.subList(0, i));
            } else {
                throw Problem.invalid(
                        field, field + " must be \"action\", \"rule/action\" or an action of its own, an object");
            }
        }
        return List.copyOf(named);
    }

    private static Optional<byte[]> body(JsonNode tree) {
        var text = string(tree, "body");
        var base64 = string(tree, "bodyBase64");
        if (text.isPresent() && base64.isPresent()) {
            throw Problem.invalid("bodyBase64", "give body or bodyBase64, not both");
        }
        return text.map(value -> value.getBytes(StandardCharsets.UTF_8)).or(() -> base64.map(ReplayRequest::decode));
    }

    private static Optional<String> string(JsonNode tree, String field) {
        var value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw Problem.invalid(field, "%s must be a string, not %s".formatted(field, kind(value)));
        }
        return Optional.of(value.stringValue());
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("bodyBase64", "bodyBase64 is not base64: " + e.getMessage());
        }
    }

    private static List<Header> withLength(List<Header> headers, int length) {
        var changed = new ArrayList<Header>();
        for (var header : headers) {
            if (!header.is("content-length")) {
                changed.add(header);
            } else if (changed.stream().noneMatch(each -> each.is("content-length"))) {
                changed.add(new Header(header.name(), Integer.toString(length)));
            }
        }
        return changed;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> node.toString();
            case NULL, MISSING -> "nothing";
        };
    }
}

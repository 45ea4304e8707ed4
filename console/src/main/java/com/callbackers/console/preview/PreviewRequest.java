package com.callbackers.console.preview;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.console.call.JsonBody;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * What a preview is to show.
 *
 * @param route the resource, or a string with its YAML
 * @param callback one that is recorded, to be tried instead of the last ones
 * @param example one that never came, to be tried instead
 */
record PreviewRequest(
        JsonNode route,
        @Nullable Instant since,
        @Nullable Instant until,
        int limit,
        @Nullable UUID callback,
        @Nullable Example example) {

    private static final Set<String> FIELDS = Set.of("route", "since", "until", "limit", "callback", "example");
    private static final Set<String> EXAMPLE =
            Set.of("method", "host", "path", "query", "headers", "body", "remoteAddress", "sender");
    private static final int USUAL = 100;
    private static final int MOST = 500;

    static PreviewRequest parse(byte @Nullable [] json) {
        var tree = tree(json == null ? new byte[0] : json);
        known(tree, FIELDS, "");
        if (!tree.has("route")) {
            throw Problem.invalid("route", "route is required: a CallbackRoute, or a string with its YAML");
        }
        if (tree.has("callback") && tree.has("example")) {
            throw Problem.invalid("example", "give either callback or example");
        }
        return new PreviewRequest(
                tree.get("route"),
                instant(tree, "since"),
                instant(tree, "until"),
                limit(tree),
                callback(tree),
                tree.has("example") ? Example.of(tree.get("example")) : null);
    }

    /**
     * A request that never came.
     *
     * @param host null: the first of the route
     * @param sender who a signature is to count as proved for
     */
    record Example(
            String method,
            @Nullable String host,
            String path,
            @Nullable String query,
            List<Header> headers,
            byte[] body,
            String remoteAddress,
            @Nullable String sender) {

        private static Example of(JsonNode json) {
            known(json, EXAMPLE, "example.");
            return new Example(
                    text(json, "method").orElse("POST"),
                    text(json, "host")
                            .map(host -> host.toLowerCase(Locale.ROOT))
                            .orElse(null),
                    text(json, "path").orElse("/"),
                    text(json, "query").orElse(null),
                    PreviewRequest.headers(json.path("headers")),
                    text(json, "body").orElse("").getBytes(StandardCharsets.UTF_8),
                    text(json, "remoteAddress").orElse("192.0.2.1"),
                    text(json, "sender").orElse(null));
        }

        /** As if it came now. */
        Callback to(String otherwise) {
            return new Callback(
                    CallbackId.next(),
                    method,
                    host == null ? otherwise : host,
                    path,
                    query,
                    headers,
                    body,
                    body.length,
                    remoteAddress,
                    Durability.JOURNAL,
                    null);
        }
    }

    private static List<Header> headers(JsonNode given) {
        if (!given.isMissingNode() && !given.isArray()) {
            throw Problem.invalid("example.headers", "example.headers is a list of pairs: [[\"name\", \"value\"]]");
        }
        var headers = new ArrayList<Header>();
        for (var pair : given) {
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.get(0).isString()
                    || !pair.get(1).isString()) {
                throw Problem.invalid("example.headers", "example.headers is a list of pairs: [[\"name\", \"value\"]]");
            }
            headers.add(new Header(pair.get(0).asString(), pair.get(1).asString()));
        }
        return headers;
    }

    private static Optional<String> text(JsonNode tree, String field) {
        var value = tree.path(field);
        if (!value.isMissingNode() && !value.isString()) {
            throw Problem.invalid("example." + field, "example.%s is a text".formatted(field));
        }
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static JsonNode tree(byte[] json) {
        var tree = JsonBody.read(json);
        if (!tree.isObject()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "the body must be a JSON object with a route");
        }
        return tree;
    }

    private static void known(JsonNode tree, Set<String> fields, String prefix) {
        if (!tree.isObject()) {
            throw Problem.invalid("example", "example is an object: method, path, headers, body and so on");
        }
        tree.propertyNames().stream()
                .filter(name -> !fields.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.invalid(
                            prefix + name,
                            "there is no field '%s', only %s"
                                    .formatted(
                                            prefix + name,
                                            String.join(
                                                    ", ",
                                                    fields.stream().sorted().toList())));
                });
    }

    private static @Nullable Instant instant(JsonNode tree, String field) {
        return tree.has(field) ? Parameters.instant(field, tree.get(field).asString("")) : null;
    }

    private static int limit(JsonNode tree) {
        var limit = tree.path("limit");
        if (limit.isMissingNode()) {
            return USUAL;
        }
        if (!limit.isInt() || limit.asInt() < 1 || limit.asInt() > MOST) {
            throw Problem.invalid("limit", "limit must be a number from 1 to %d".formatted(MOST));
        }
        return limit.asInt();
    }

    private static @Nullable UUID callback(JsonNode tree) {
        return tree.has("callback")
                ? Parameters.id("callback", tree.get("callback").asString(""))
                : null;
    }
}

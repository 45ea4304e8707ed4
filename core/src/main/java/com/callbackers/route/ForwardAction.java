package com.callbackers.route;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Outgoing;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.delivery.Verdict;
import com.callbackers.expression.Evaluation;
import com.callbackers.expression.Expression;
import com.callbackers.expression.Facts;
import com.callbackers.expression.Template;
import com.callbackers.expression.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passes the request on: same method, path, query, headers and bytes, but for what is set here.
 *
 * @param method null: the callback's own
 * @param setHeaders in their order
 * @param removeHeaders by name, any case
 * @param body at most one of body and bodyExpression; neither: the callback's own bytes
 */
public record ForwardAction(
        String name,
        Target target,
        RetryPolicy retry,
        @Nullable Expression orderBy,
        PathMode pathMode,
        @Nullable String method,
        Map<String, Template> setHeaders,
        List<String> removeHeaders,
        @Nullable Template body,
        @Nullable Expression bodyExpression,
        boolean followRedirects)
        implements Action {

    public enum PathMode {
        /** The callback's path after the URL's own. */
        APPEND,
        /** The URL's own path. */
        REPLACE
    }

    @Override
    public String type() {
        return "Forward";
    }

    /** Belongs to one connection, or is set anew for ours. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "callback-id",
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> SIGNED = Set.of("webhook-id", "webhook-timestamp", "webhook-signature");

    @Override
    public Rendered render(Facts facts, Consumer<String> failures) {
        var headers = new ArrayList<Header>();
        if (bodyExpression != null && setHeaders.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            headers.add(new Header("content-type", "application/json"));
        }
        setHeaders.forEach((name, template) -> headers.add(
                new Header(name, oneLine(template.render(facts, why -> failures.accept(name + ": " + why))))));
        return new Rendered(renderBody(facts, failures), headers);
    }

    private @Nullable String renderBody(Facts facts, Consumer<String> failures) {
        if (body != null) {
            return body.render(facts, why -> failures.accept("body: " + why));
        }
        if (bodyExpression == null) {
            return null;
        }
        return switch (bodyExpression.evaluate(facts)) {
            case Evaluation.Value value -> Values.json(value.value());
            case Evaluation.Failed failed -> {
                failures.accept("bodyExpression: " + failed.why());
                yield "null";
            }
        };
    }

    /** A sender's text must not be able to add headers. */
    private static String oneLine(String value) {
        return value.replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]+", " ").strip();
    }

    @Override
    public Outgoing prepare(UUID delivery, Callback callback, Rendered rendered, Instant now) {
        var sent = rendered.body() == null ? callback.body() : rendered.body().getBytes(StandardCharsets.UTF_8);
        return new Outgoing(
                method == null ? callback.method() : method,
                new ForwardUrl(target.url(), pathMode).to(callback),
                headers(delivery, callback, rendered, sent, now),
                sent,
                retry.timeout(),
                followRedirects);
    }

    private List<Header> headers(UUID delivery, Callback callback, Rendered rendered, byte[] sent, Instant now) {
        var ours = new ArrayList<>(target.headers());
        rendered.headers().forEach(set -> {
            ours.removeIf(header -> header.is(set.name()));
            ours.add(set);
        });
        var dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        dropped.addAll(HOP_BY_HOP);
        dropped.addAll(removeHeaders);
        ours.forEach(header -> dropped.add(header.name()));
        callback.headers().stream()
                .filter(header -> header.is("connection"))
                .flatMap(header -> Stream.of(header.value().split(",", -1)))
                .forEach(name -> dropped.add(name.strip()));
        if (target.signer() != null) {
            dropped.addAll(SIGNED);
        }
        var headers = new ArrayList<Header>();
        callback.headers().stream()
                .filter(header -> !dropped.contains(header.name()))
                .forEach(headers::add);
        headers.addAll(ours);
        headers.add(new Header("callback-id", callback.id().toString()));
        if (target.signer() != null) {
            headers.addAll(target.signer().sign(delivery.toString(), now, sent));
        } else if (headers.stream().noneMatch(header -> header.is("webhook-id"))) {
            headers.add(new Header("webhook-id", delivery.toString()));
        }
        return headers;
    }

    /** Any 2xx is success; everything else is tried again, but for 410, by which a receiver says never again. */
    @Override
    public Verdict judge(Outcome outcome, int attempts, Instant now, DoubleSupplier random) {
        if (outcome instanceof Outcome.Answered answered && answered.successful()) {
            return new Verdict.Done();
        }
        var gone = outcome instanceof Outcome.Answered answered && answered.status() == 410;
        return !gone && retry.covers(outcome, RETRIED)
                ? retry.again(outcome, attempts, now, random, outcome.words())
                : new Verdict.GiveUp(outcome.words());
    }

    private static final Set<String> RETRIED = Set.of("Connection", "Timeout", "1xx", "3xx", "4xx", "5xx");
}

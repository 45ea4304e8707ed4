package com.callbackers.console;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.delivery.Outcome;
import com.callbackers.delivery.Rendered;
import com.callbackers.delivery.Verdict;
import com.callbackers.journal.Appender;
import com.callbackers.journal.Arrival;
import com.callbackers.journal.Decisions;
import com.callbackers.journal.Decisions.Decided;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Deliveries.Made;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.Decision.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes into the journal what edge and worker would. */
final class Recorded {

    private final Appender appender;
    private final Decisions decisions;
    private final Deliveries deliveries;

    Recorded(Appender appender, Decisions decisions, Deliveries deliveries) {
        this.appender = appender;
        this.decisions = decisions;
        this.deliveries = deliveries;
    }

    static Callback callback(String host, byte[] body, Header... headers) {
        return callback(host, body, body.length, headers);
    }

    static Callback callback(String host, String body) {
        return callback(
                host,
                body.getBytes(StandardCharsets.UTF_8),
                new Header("Host", host),
                new Header("Content-Type", "text/plain"),
                new Header("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length)),
                new Header("X-Team", "a"),
                new Header("x-team", "b"));
    }

    Callback received(String host, String body) {
        return append(callback(host, body), null);
    }

    Callback append(Callback callback, @Nullable String rejected) {
        appender.append(new Arrival(callback, rejected)).block();
        return callback;
    }

    Callback tooLarge(String host) {
        return append(callback(host, new byte[0], 5_000_000), "the body is over the limit");
    }

    /** Decided by generation 3, with a delivery for each action of the rule {@code approvals}. */
    List<UUID> routed(Callback callback, String route, String sender, String... actions) {
        return routedTo("https://erp.example.com", callback, route, sender, actions);
    }

    List<UUID> routedTo(String destination, Callback callback, String route, String sender, String... actions) {
        var planned = Stream.of(actions)
                .map(action ->
                        new Planned("approvals", action, "Forward", destination, Rendered.PASS_THROUGH, null, null))
                .toList();
        decide(
                callback,
                new Decision(
                        CallbackState.ROUTED,
                        null,
                        route,
                        3,
                        sender,
                        Map.of("amount", "\"12,000\"", "lines", "[1,2]"),
                        List.of(new Trace(sender, true, "when is true")),
                        List.of(new Trace("approvals", true, "fits"), new Trace("refunds", false, "when is false")),
                        List.of("rules[1].when: no such key"),
                        planned));
        return Stream.of(actions)
                .map(action -> DeliveryId.of(callback.id(), "approvals", action))
                .toList();
    }

    void filtered(Callback callback, String route, String sender) {
        decide(
                callback,
                new Decision(
                        CallbackState.FILTERED,
                        "rule spam has no actions",
                        route,
                        3,
                        sender,
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    void unrouted(Callback callback) {
        decide(callback, Decision.unrouted("no route for host " + callback.host()));
    }

    /** Claims the delivery and records an attempt. */
    void attempted(UUID delivery, Outcome outcome, Verdict verdict) {
        var claim = Optional.ofNullable(deliveries
                        .claim(List.of(delivery), Duration.ofMinutes(1))
                        .block())
                .orElseThrow()
                .getFirst();
        var sent = new Attempt.Sent(
                "POST", "https://erp.example.com/card", List.of(new Header("Authorization", "•••")), null);
        var attempt = new Attempt(claim.attempt(), Instant.now(), sent, outcome);
        deliveries.record(List.of(new Made(claim, attempt, verdict))).block();
    }

    private void decide(Callback callback, Decision decision) {
        decisions
                .record(List.of(new Decided(callback, decision)), 0, Duration.ZERO)
                .map(Decisions.Recorded::deliveries)
                .block();
    }

    /** Of team a. */
    static Callback callback(String host, @Nullable String query, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return callback(host, query, bytes, bytes.length, new Header("X-Team", "a"));
    }

    private static Callback callback(String host, byte[] body, long size, Header... headers) {
        return callback(host, "kind=sms&x=1", body, size, headers);
    }

    private static Callback callback(String host, @Nullable String query, byte[] body, long size, Header... headers) {
        return new Callback(
                CallbackId.next(),
                "POST",
                host,
                "/card%2Fa",
                query,
                List.of(headers),
                body,
                size,
                "203.0.113.9",
                Durability.JOURNAL,
                null);
    }
}

package com.callbackers.journal;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.delivery.Rendered;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.Decision.Trace;
import com.callbackers.route.DedupClaim;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Callbacks and decisions for tests. */
final class Samples {

    static final String HOST = "mingkyme.localhost";
    static final String ROUTE = "mingkyme/company-card";

    private Samples() {}

    static Callback callback() {
        return callback(CallbackId.next(), "paid");
    }

    static Callback callback(UUID id, String body) {
        return callback(id, HOST, "/card", null, List.of(new Header("Content-Type", "text/plain")), body);
    }

    static Callback callback(
            UUID id, String host, String path, @Nullable String query, List<Header> headers, String body) {
        return callback(id, host, path, query, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Callback callback(
            UUID id, String host, String path, @Nullable String query, List<Header> headers, byte[] body) {
        return new Callback(
                id, "POST", host, path, query, headers, body, body.length, "192.0.2.1", Durability.JOURNAL, null);
    }

    static Callback replay(Callback of, Replay replay) {
        return new Callback(
                CallbackId.next(),
                of.method(),
                of.host(),
                of.path(),
                of.query(),
                of.headers(),
                of.body(),
                of.size(),
                of.remoteAddress(),
                of.durability(),
                replay);
    }

    static Decision routed(Planned... planned) {
        return decision(CallbackState.ROUTED, "github", planned);
    }

    static Decision decision(CallbackState state, @Nullable String sender, Planned... planned) {
        return new Decision(
                state,
                state == CallbackState.ROUTED ? null : "because",
                ROUTE,
                3,
                sender,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(planned));
    }

    /** By a rule that acts once for a key, and by no other. */
    static Decision once(DedupClaim claim) {
        return decision(
                Map.of(),
                List.of(new Trace(claim.rule(), true, "fits")),
                List.of(planned(claim.rule(), "team", null)),
                List.of(claim));
    }

    static Decision decision(
            Map<String, String> let, List<Trace> rules, List<Planned> planned, List<DedupClaim> claims) {
        return new Decision(
                CallbackState.ROUTED, null, ROUTE, 3, "github", let, List.of(), rules, List.of(), planned, claims);
    }

    static Planned planned(String action) {
        return planned(action, null);
    }

    static Planned planned(String action, @Nullable String orderKey) {
        return planned("approvals", action, orderKey);
    }

    static Planned planned(String rule, String action, @Nullable String orderKey) {
        return new Planned(rule, action, "Slack", "team-slack", Rendered.PASS_THROUGH, orderKey, null);
    }
}

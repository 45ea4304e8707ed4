package com.callbackers.console.preview;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.console.call.Bytes;
import com.callbackers.console.call.Credentials;
import com.callbackers.delivery.DeliveryId;
import com.callbackers.delivery.Outgoing;
import com.callbackers.journal.Past;
import com.callbackers.route.Action;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.Decision.Trace;
import com.callbackers.route.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a route makes of a callback, in the shapes of the contract. */
final class Outputs {

    /** Stands for what is in a secret: a webhook's address, a password, a key. */
    static final String SECRET = "https://secret.invalid/c2VjcmV0";

    private static final String HIDDEN = "•••";
    private static final Set<String> SIGNATURES = Set.of("webhook-signature");
    private static final JsonMapper JSON = JsonMapper.shared();

    private Outputs() {}

    /** @param request null where it is not known */
    @JsonInclude(Include.NON_NULL)
    record Output(
            String rule,
            String action,
            String type,
            String destination,
            @Nullable String body,
            List<List<String>> headers,
            @Nullable Request request) {

        private Output beginning(int characters) {
            return new Output(
                    rule,
                    action,
                    type,
                    destination,
                    cut(body, characters),
                    headers,
                    request == null ? null : request.beginning(characters));
        }
    }

    /** @param body null: bytes, which are in bodyBase64 */
    @JsonInclude(Include.NON_NULL)
    record Request(
            @Nullable String method,
            String url,
            List<List<String>> headers,
            @Nullable String body,
            @Nullable String bodyBase64) {

        private Request beginning(int characters) {
            return new Request(method, url, headers, cut(body, characters), cut(bodyBase64, characters));
        }
    }

    /** What became of a callback, or would. */
    @JsonInclude(Include.NON_NULL)
    record Fate(
            String state, @Nullable String reason, @Nullable String sender, List<Output> deliveries) {

        /** With no more than the beginning of each body. */
        Fate beginning(int characters) {
            return new Fate(
                    state,
                    reason,
                    sender,
                    deliveries.stream()
                            .map(output -> output.beginning(characters))
                            .toList());
        }
    }

    /** Why. */
    record Reasons(Map<String, JsonNode> let, List<Trace> senders, List<Trace> rules, List<String> problems) {}

    record Would(Fate fate, Reasons decision) {

        Would beginning(int characters) {
            return new Would(fate.beginning(characters), decision);
        }
    }

    /** @param provedAs the sender that a signature proved when it arrived, which cannot be checked without the secret */
    static Would of(Route route, Callback callback, @Nullable String provedAs) {
        var decision = route.decide(proved(callback, provedAs));
        var outputs = decision.deliveries().stream()
                .map(planned -> output(route, callback, planned))
                .toList();
        return new Would(
                new Fate(decision.state().label(), decision.reason(), decision.sender(), outputs), reasons(decision));
    }

    private static Reasons reasons(Decision decision) {
        var let = new LinkedHashMap<String, JsonNode>();
        decision.let().forEach((name, json) -> let.put(name, JSON.readTree(json)));
        return new Reasons(let, decision.senders(), decision.rules(), decision.problems());
    }

    /** A replay is taken as proved by who was so when it first arrived. */
    private static Callback proved(Callback callback, @Nullable String sender) {
        return new Callback(
                callback.id(),
                callback.method(),
                callback.host(),
                callback.path(),
                callback.query(),
                callback.headers(),
                callback.body(),
                callback.size(),
                callback.remoteAddress(),
                callback.durability(),
                new Replay(callback.id(), Rules.NOW, List.of(), List.of(), sender));
    }

    private static Output output(Route route, Callback callback, Planned planned) {
        return new Output(
                planned.rule(),
                planned.action(),
                planned.type(),
                planned.destination(),
                planned.rendered().body(),
                pairs(planned.rendered().headers()),
                route.action(planned.rule(), planned.action())
                        .map(action -> request(action, callback, planned))
                        .orElse(null));
    }

    private static Request request(Action action, Callback callback, Planned planned) {
        var delivery = DeliveryId.of(callback.id(), planned.rule(), planned.action());
        var secrets = action.target().secrets();
        Outgoing outgoing = action.prepare(delivery, callback, planned.rendered(), Instant.EPOCH);
        var headers = new ArrayList<List<String>>();
        for (var header : outgoing.headers()) {
            headers.add(List.of(header.name(), shown(header, secrets)));
        }
        var cut = outgoing.body().length > Bytes.MAX_SHOWN;
        var body = cut ? Arrays.copyOf(outgoing.body(), Bytes.MAX_SHOWN) : outgoing.body();
        var text = Bytes.text(body, cut).orElse(null);
        return new Request(
                outgoing.method(),
                hidden(outgoing.url(), secrets),
                headers,
                text,
                text == null ? Base64.getEncoder().encodeToString(body) : null);
    }

    private static String shown(Header header, Set<String> secrets) {
        return SIGNATURES.stream().anyMatch(header::is) ? HIDDEN : hidden(Credentials.hidden(header), secrets);
    }

    private static String hidden(String text, Set<String> secrets) {
        for (var secret : secrets) {
            text = text.replace(secret, HIDDEN);
        }
        return text;
    }

    static Fate of(Past past) {
        return new Fate(
                past.entry().state().label(),
                past.entry().reason(),
                past.entry().sender(),
                past.made().stream().map(Outputs::output).toList());
    }

    private static Output output(Past.Made made) {
        var url = made.url();
        return new Output(
                made.rule(),
                made.action(),
                made.type(),
                made.destination(),
                made.rendered().body(),
                pairs(made.rendered().headers()),
                url == null ? null : new Request(null, url, List.of(), null, null));
    }

    private static @Nullable String cut(@Nullable String text, int characters) {
        return text == null || text.length() <= characters ? text : text.substring(0, characters);
    }

    private static List<List<String>> pairs(List<Header> headers) {
        return headers.stream()
                .map(header -> List.of(header.name(), header.value()))
                .toList();
    }

    /** Whether the same would be sent to the same place, as far as that is known. */
    static boolean same(List<Output> was, List<Output> would) {
        if (was.size() != would.size()) {
            return false;
        }
        for (var i = 0; i < was.size(); i++) {
            if (!same(was.get(i), would.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Output was, Output would) {
        return was.rule().equals(would.rule())
                && was.action().equals(would.action())
                && was.type().equals(would.type())
                && was.destination().equals(would.destination())
                && Objects.equals(was.body(), would.body())
                && was.headers().equals(would.headers())
                && sameUrl(was.request(), would.request());
    }

    private static boolean sameUrl(@Nullable Request was, @Nullable Request would) {
        return was == null
                || would == null
                || was.url().contains(HIDDEN)
                || would.url().contains(HIDDEN)
                || was.url().equals(would.url());
    }
}

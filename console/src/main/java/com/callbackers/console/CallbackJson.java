package com.callbackers.console;

import com.callbackers.callback.Header;
import com.callbackers.callback.Replay;
import com.callbackers.console.call.Bytes;
import com.callbackers.console.call.Credentials;
import com.callbackers.journal.Accounting.Unaccounted;
import com.callbackers.journal.Batches.Batch;
import com.callbackers.journal.Batches.Planned;
import com.callbackers.journal.Callbacks.AttemptEntry;
import com.callbackers.journal.Callbacks.Caller;
import com.callbackers.journal.Callbacks.DeliveryEntry;
import com.callbackers.journal.Callbacks.Entry;
import com.callbackers.journal.Callbacks.Whole;
import com.callbackers.journal.Shares.Share;
import com.callbackers.journal.Traffic.Answer;
import com.callbackers.journal.Traffic.OfDestination;
import com.callbackers.journal.Traffic.OfRoute;
import com.callbackers.journal.Undelivered.Item;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the journal holds in the shapes of the contract, {@code openapi.yaml}. */
final class CallbackJson {

    private final JsonMapper mapper;

    CallbackJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    ObjectNode page(List<ObjectNode> items, @Nullable String next) {
        return items(items).put("next", next);
    }

    ObjectNode items(List<? extends JsonNode> items) {
        var json = mapper.createObjectNode();
        json.putArray("items").addAll(items);
        return json;
    }

    ObjectNode listed(Entry entry) {
        var json = callback(entry);
        json.set("deliveries", array(entry.deliveries(), this::delivery));
        return json;
    }

    ObjectNode whole(Whole whole) {
        var callback = whole.callback();
        var attempts = whole.attempts().stream().collect(Collectors.groupingBy(AttemptEntry::delivery));
        var json = callback(whole.entry());
        json.set("headers", headers(callback.headers()));
        Bytes.show(json, callback.body());
        json.put("bodyTruncated", callback.body().length > Bytes.MAX_SHOWN || callback.isBodyMissing());
        json.set("decision", decision(whole.decision()));
        var replays = json.putArray("replays");
        whole.replays().forEach(id -> replays.add(id.toString()));
        json.set(
                "deliveries",
                array(
                        whole.entry().deliveries(),
                        delivery -> withAttempts(
                                delivery, attempts.getOrDefault(delivery.id(), List.of()), callback.body())));
        return json;
    }

    /** A delivery by itself, with its attempts and the id of its callback. */
    ObjectNode delivery(DeliveryEntry delivery, Whole whole) {
        var attempts = whole.attempts().stream()
                .filter(attempt -> attempt.delivery().equals(delivery.id()))
                .toList();
        return withAttempts(delivery, attempts, whole.callback().body())
                .put("callback", delivery.callback().toString());
    }

    ObjectNode undelivered(Item item) {
        var json = delivery(item.delivery()).put("attemptCount", item.attempts());
        json.set("callback", callback(item.callback()));
        return json;
    }

    ObjectNode retried(Planned planned) {
        return planned(planned).put("retried", planned.count()).put("lastAttemptAt", text(planned.lastAt()));
    }

    ObjectNode replayed(Planned planned) {
        return planned(planned).put("replayed", planned.count()).put("lastAt", text(planned.lastAt()));
    }

    private ObjectNode planned(Planned planned) {
        return mapper.createObjectNode()
                .put("batch", planned.count() == 0 ? null : planned.batch().toString());
    }

    ObjectNode batch(Batch batch) {
        return mapper.createObjectNode()
                .put("id", batch.id().toString())
                .put("kind", batch.kind().label())
                .put("query", batch.query())
                .put("total", batch.total())
                .put("done", batch.done())
                .put("perSecond", batch.perSecond())
                .put("running", batch.isRunning())
                .put("madeBy", batch.madeBy())
                .put("madeAt", batch.madeAt().toString())
                .put("stoppedAt", text(batch.stoppedAt()));
    }

    ObjectNode unaccounted(Unaccounted unaccounted) {
        return mapper.createObjectNode()
                .put("what", unaccounted.cause().what())
                .put("cause", unaccounted.cause().label())
                .put("callback", unaccounted.callback().toString())
                .put(
                        "delivery",
                        unaccounted.delivery() == null
                                ? null
                                : unaccounted.delivery().toString())
                .put("host", unaccounted.host());
    }

    ObjectNode created(UUID callback) {
        return mapper.createObjectNode().put("id", callback.toString());
    }

    ObjectNode traffic(Instant since, List<OfRoute> routes, List<OfDestination> destinations) {
        var json = mapper.createObjectNode().put("since", since.toString());
        json.set("routes", array(routes, this::traffic));
        json.set("destinations", array(destinations, this::traffic));
        return json;
    }

    private ObjectNode traffic(OfRoute route) {
        return mapper.createObjectNode()
                .put("route", route.route())
                .put("callbacks", route.callbacks())
                .put("acted", route.acted())
                .put("failures", route.failures())
                .put("lastAt", route.lastAt().toString());
    }

    private ObjectNode traffic(OfDestination destination) {
        var json = mapper.createObjectNode()
                .put("destination", destination.destination())
                .put("delivered", destination.delivered())
                .put("failed", destination.failed())
                .put("open", destination.open())
                .put("oldestOpenAt", text(destination.oldestOpenAt()));
        var last = destination.last();
        json.set("lastAnswer", last == null ? mapper.nullNode() : answer(last));
        return json;
    }

    ObjectNode answer(Answer answer) {
        return mapper.createObjectNode()
                .put("callback", answer.callback().toString())
                .put("rule", answer.rule())
                .put("action", answer.action())
                .put("number", answer.number())
                .put("at", answer.at().toString())
                .put("status", answer.status())
                .put("error", answer.error())
                .put("totalMillis", answer.totalMillis());
    }

    ObjectNode share(Share share) {
        var question = share.question();
        return mapper.createObjectNode()
                .put("id", share.id().toString())
                .put("callbacks", share.callbacks().size())
                .put("tenant", question.tenant())
                .put("host", question.host())
                .put("since", question.since().toString())
                .put("until", question.until().toString())
                .put("q", question.q())
                .put("madeBy", share.madeBy())
                .put("madeAt", share.madeAt().toString())
                .put("expiresAt", share.expiresAt().toString());
    }

    ObjectNode caller(Caller caller) {
        var json = mapper.createObjectNode();
        if (caller.name() != null) {
            json.put("name", caller.name());
        }
        if (caller.fingerprint() != null) {
            json.put("fingerprint", caller.fingerprint());
        }
        var destinations = json.putArray("destinations");
        caller.destinations().forEach(destinations::add);
        return json.put("host", caller.host())
                .put("callbacks", caller.callbacks())
                .put("failures", caller.failures())
                .put("firstSeen", caller.firstSeen().toString())
                .put("lastSeen", caller.lastSeen().toString())
                .put("lastError", caller.lastError())
                .put("lastCallback", caller.last().toString());
    }

    private ObjectNode callback(Entry entry) {
        var callback = entry.callback();
        return mapper.createObjectNode()
                .put("id", callback.id().toString())
                .put("receivedAt", callback.receivedAt().toString())
                .put("host", callback.host())
                .put("method", callback.method())
                .put("path", callback.path())
                .put("query", callback.query())
                .put("contentType", entry.contentType())
                .put("size", callback.size())
                .put("remoteAddress", callback.remoteAddress())
                .put("durability", callback.durability().label())
                .put("state", entry.state().label())
                .put("reason", entry.reason())
                .put("route", entry.route())
                .put("generation", entry.route() == null ? null : (Long) entry.generation())
                .put("sender", entry.sender())
                .put(
                        "replayOf",
                        Optional.ofNullable(callback.replay())
                                .map(Replay::of)
                                .map(UUID::toString)
                                .orElse(null));
    }

    private ObjectNode delivery(DeliveryEntry delivery) {
        return mapper.createObjectNode()
                .put("id", delivery.id().toString())
                .put("rule", delivery.rule())
                .put("action", delivery.action())
                .put("type", delivery.type())
                .put("destination", delivery.destination())
                .put("state", delivery.state().label())
                .put("reason", delivery.reason())
                .put("nextAttemptAt", text(delivery.nextAttemptAt()));
    }

    private ObjectNode withAttempts(DeliveryEntry delivery, List<AttemptEntry> attempts, byte[] callbackBody) {
        var json = delivery(delivery);
        json.set("attempts", array(attempts, attempt -> attempt(attempt, callbackBody)));
        return json;
    }

    private ObjectNode attempt(AttemptEntry attempt, byte[] callbackBody) {
        var json = mapper.createObjectNode()
                .put("number", attempt.number())
                .put("at", attempt.at().toString())
                .put("connectMillis", attempt.connectMillis())
                .put("firstByteMillis", attempt.firstByteMillis())
                .put("totalMillis", attempt.totalMillis());
        json.set("request", request(attempt, callbackBody));
        json.set("response", response(attempt));
        return json.put("error", attempt.error());
    }

    private @Nullable ObjectNode request(AttemptEntry attempt, byte[] callbackBody) {
        if (attempt.method() == null) {
            return null;
        }
        var body = Optional.ofNullable(attempt.sentBody()).orElse(callbackBody);
        var json = mapper.createObjectNode().put("method", attempt.method()).put("url", attempt.url());
        json.set("headers", headers(attempt.sentHeaders()));
        Bytes.show(json, body);
        return json.put("truncated", body.length > Bytes.MAX_SHOWN);
    }

    private @Nullable ObjectNode response(AttemptEntry attempt) {
        if (attempt.status() == null) {
            return null;
        }
        var json = mapper.createObjectNode().put("status", attempt.status());
        json.set("headers", headers(attempt.headers()));
        Bytes.show(json, Optional.ofNullable(attempt.body()).orElseGet(() -> new byte[0]));
        return json.put("truncated", attempt.truncated());
    }

    private @Nullable JsonNode decision(@Nullable String decision) {
        return decision == null ? null : mapper.readTree(decision);
    }

    private ArrayNode headers(List<Header> headers) {
        return array(
                headers, header -> mapper.createArrayNode().add(header.name()).add(Credentials.hidden(header)));
    }

    private <T> ArrayNode array(List<T> items, Function<T, ? extends JsonNode> json) {
        return mapper.createArrayNode().addAll(items.stream().map(json).toList());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}

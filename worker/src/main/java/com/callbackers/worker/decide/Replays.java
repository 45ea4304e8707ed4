package com.callbackers.worker.decide;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackState;
import com.callbackers.callback.Replay;
import com.callbackers.expression.Facts;
import com.callbackers.journal.Decisions.DecidedBy;
import com.callbackers.route.Decision;
import com.callbackers.route.Decision.Planned;
import com.callbackers.route.Route;
import com.callbackers.route.Sender;
import com.callbackers.worker.lookup.RouteLookup;
import com.callbackers.worker.routes.InvalidActionException;
import com.callbackers.worker.routes.RouteVersionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Decides callbacks that repeat an earlier one: by other rules, for some actions, or for actions of their own. */
final class Replays {

    /** Where the deliveries of ad hoc actions stand in the place of a rule's name. */
    private static final String RULE = "replay";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private final Function<UUID, Mono<Optional<DecidedBy>>> decidedBy;
    private final RouteLookup routes;

    /** By what a replay is decided. */
    sealed interface Rules {

        record Current() implements Rules {}

        record Of(Route route) implements Rules {}

        record Unknown(String reason) implements Rules {}
    }

    Replays(Function<UUID, Mono<Optional<DecidedBy>>> decidedBy, RouteLookup routes) {
        this.decidedBy = decidedBy;
        this.routes = routes;
    }

    Mono<Rules> rulesOf(Replay replay) {
        return switch (replay.rules()) {
            case NOW -> Mono.just(new Rules.Current());
            case THEN ->
                Mono.justOrEmpty(replay.of())
                        .flatMap(decidedBy)
                        .flatMap(by -> by.map(this::then)
                                .orElseGet(() -> Mono.just(new Rules.Unknown(
                                        "no route decided the callback " + replay.of() + " that this one repeats"))))
                        .switchIfEmpty(Mono.fromSupplier(() -> new Rules.Unknown("it repeats no callback")));
        };
    }

    private Mono<Rules> then(DecidedBy by) {
        return routes.generations()
                .of(by.route(), by.generation())
                .map(kept -> kept.<Rules>map(Rules.Of::new).orElseGet(() -> notKept(by)))
                .onErrorResume(
                        RouteVersionException.class, e -> Mono.just(new Rules.Unknown(String.valueOf(e.getMessage()))));
    }

    private static Rules notKept(DecidedBy by) {
        return new Rules.Unknown("generation %d of route %s is not known".formatted(by.generation(), by.route()));
    }

    Decision decide(Callback callback, Replay replay, Rules rules) {
        var decision =
                switch (rules) {
                    case Rules.Current current -> routes.table().decide(callback);
                    case Rules.Of then -> then.route().decide(callback);
                    case Rules.Unknown unknown -> Decision.unrouted(unknown.reason());
                };
        return decision.state() == CallbackState.SUSPENDED ? decision : chosen(callback, replay, decision);
    }

    private Decision chosen(Callback callback, Replay replay, Decision decision) {
        var problems = new ArrayList<>(decision.problems());
        var deliveries = new ArrayList<Planned>();
        decision.deliveries().stream()
                .filter(planned -> replay.wants(planned.rule(), planned.action()))
                .forEach(deliveries::add);
        replay.adHoc().forEach(json -> adHoc(callback, decision, json, problems).ifPresent(deliveries::add));
        if (deliveries.isEmpty()) {
            return decision.state() == CallbackState.ROUTED
                    ? with(
                            decision,
                            CallbackState.UNROUTED,
                            "none of the actions asked for was to be done",
                            problems,
                            deliveries)
                    : with(decision, decision.state(), decision.reason(), problems, deliveries);
        }
        return with(decision, CallbackState.ROUTED, null, problems, deliveries);
    }

    private Optional<Planned> adHoc(Callback callback, Decision decision, String json, List<String> problems) {
        try {
            var action = routes.adHoc().compile(decision.route(), json);
            var facts = facts(callback, decision);
            var where = RULE + ", action " + action.name() + ": ";
            var rendered = action.render(facts, why -> problems.add(where + why));
            return Optional.of(new Planned(
                    RULE, action.name(), action.type(), action.target().label(), rendered, null, json));
        } catch (InvalidActionException e) {
            problems.add(RULE + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Facts facts(Callback callback, Decision decision) {
        var facts = new Facts(callback);
        facts.bind("sender", Objects.requireNonNullElse(decision.sender(), Sender.UNKNOWN));
        decision.let().forEach((name, json) -> facts.bind(name, JSON.readValue(json, Object.class)));
        return facts;
    }

    private static Decision with(
            Decision decision,
            CallbackState state,
            @Nullable String reason,
            List<String> problems,
            List<Planned> deliveries) {
        return new Decision(
                state,
                reason,
                decision.route(),
                decision.generation(),
                decision.sender(),
                decision.let(),
                decision.senders(),
                decision.rules(),
                problems,
                deliveries);
    }
}

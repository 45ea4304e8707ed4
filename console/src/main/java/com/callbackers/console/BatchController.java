package com.callbackers.console;

import com.callbackers.callback.Replay;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Batches;
import com.callbackers.journal.Batches.Plan;
import com.callbackers.journal.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Makes many again: all that fit, the oldest first, at a pace, until it is done or stopped. */
@RestController
final class BatchController {

    private static final int AT_ONCE = 100_000;
    private static final int MOST_PER_SECOND = 10_000;
    private static final int PER_SECOND = 100;
    private static final Duration LOOK_BACK = Duration.ofDays(1);
    private static final String[] OF_DELIVERIES = {
        "tenant", "host", "route", "destination", "state", "since", "until", "limit", "perSecond"
    };
    private static final String[] OF_CALLBACKS = {
        "tenant", "host", "route", "sender", "state", "status", "q", "since", "until", "limit", "perSecond"
    };

    private final Batches batches;
    private final Tenancy tenancy;
    private final Clock clock;
    private final CallbackJson json;

    BatchController(Batches batches, Tenancy tenancy, Clock clock, CallbackJson json) {
        this.batches = batches;
        this.tenancy = tenancy;
        this.clock = clock;
        this.json = json;
    }

    /** Those of the list with the same query that the caller may operate. */
    @PostMapping("/api/deliveries/retry")
    Mono<ObjectNode> retry(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, OF_DELIVERIES);
        return batches.retry(parameters.undelivered(operable(access, parameters)), plan(access, parameters))
                .map(json::retried)
                .transform(Patience::limited);
    }

    /** For each of the list with the same query, that action of its callback alone, by the rules of now. */
    @PostMapping("/api/deliveries/replay")
    Mono<ObjectNode> replayUndelivered(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, OF_DELIVERIES);
        return batches.replay(parameters.undelivered(operable(access, parameters)), plan(access, parameters))
                .map(json::replayed)
                .transform(Patience::limited);
    }

    /** Callbacks of the list with the same query; those that are replays themselves are left out. */
    @PostMapping(path = "/api/callbacks/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ObjectNode> replay(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @RequestParam MultiValueMap<String, String> query,
            @RequestBody(required = false) byte @Nullable [] body) {
        var parameters = Parameters.of(query, OF_CALLBACKS);
        var request = ReplayRequest.parse(body);
        if (request.body() != null) {
            throw Problem.invalid("body", "many callbacks are replayed with their own bodies: leave the body out");
        }
        var how = new Replay(
                null,
                request.rules(),
                request.actions().stream().map(ReplayRequest.Named::name).toList(),
                request.adHoc(),
                null);
        return batches.replay(parameters.filter(operable(access, parameters)), how, plan(access, parameters))
                .map(json::replayed)
                .transform(Patience::limited);
    }

    private Tenants operable(Access access, Parameters parameters) {
        return tenancy.tenants(access, Role.OPERATOR, parameters.tenant());
    }

    private static Plan plan(Access access, Parameters parameters) {
        return new Plan(
                parameters.without("limit", "perSecond"),
                parameters.number("limit", AT_ONCE, AT_ONCE),
                parameters.number("perSecond", PER_SECOND, MOST_PER_SECOND),
                access.user());
    }

    /** The caller's own of the last day; all for those who are admins of all. */
    @GetMapping("/api/batches")
    Mono<ObjectNode> list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var since = Parameters.of(query, "since").instant("since").orElseGet(() -> clock.instant()
                .minus(LOOK_BACK));
        return batches.list(access.whose(), since)
                .map(found -> json.items(found.stream().map(json::batch).toList()))
                .transform(Patience::limited);
    }

    @GetMapping("/api/batches/{id}")
    Mono<ObjectNode> show(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return batches.find(Parameters.id(id), access.whose())
                .map(found -> json.batch(there(found, id)))
                .transform(Patience::limited);
    }

    @PostMapping("/api/batches/{id}/stop")
    Mono<ObjectNode> stop(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return batches.stop(Parameters.id(id), access.whose())
                .map(found -> json.batch(there(found, id)))
                .transform(Patience::limited);
    }

    private static Batches.Batch there(Optional<Batches.Batch> found, String id) {
        return found.orElseThrow(() -> Problem.notFound("there is no batch " + id));
    }
}

package com.callbackers.console;

import com.callbackers.callback.Callback;
import com.callbackers.callback.Replay.Rules;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.resources.Catalog;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Whole;
import com.callbackers.journal.Replays;
import com.callbackers.journal.RouteVersions;
import com.callbackers.queue.Work;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes a recorded callback arrive once more, as a new callback that says which one it repeats. */
@RestController
final class ReplayController {

    private final Callbacks callbacks;
    private final Replays replays;
    private final RouteVersions versions;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Announcer announcer;
    private final JsonMapper mapper;
    private final DataSize maxBody;

    ReplayController(
            Callbacks callbacks,
            Replays replays,
            RouteVersions versions,
            Catalog catalog,
            Tenancy tenancy,
            Announcer announcer,
            JsonMapper mapper,
            ConsoleSettings settings) {
        this.callbacks = callbacks;
        this.replays = replays;
        this.versions = versions;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.announcer = announcer;
        this.mapper = mapper;
        this.maxBody = settings.maxBody();
    }

    @PostMapping(path = "/api/callbacks/{id}/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<ObjectNode>> replay(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query,
            @RequestBody(required = false) byte @Nullable [] body) {
        Parameters.none(query);
        var first = Parameters.id(id);
        var request = ReplayRequest.parse(body);
        checkSize(request);
        return callbacks
                .find(first)
                .map(found -> tenancy.visible(access, first, found))
                .doOnNext(whole -> mayReplay(access, whole, request.rules()))
                .flatMap(whole -> checked(whole, request))
                .flatMap(this::record)
                .map(this::created)
                .transform(Patience::limited);
    }

    /** It is acted on by the rules of whoever holds the host now, who may be another than then. */
    private void mayReplay(Access access, Whole first, Rules rules) {
        tenancy.mayOperate(access, first.entry());
        if (rules == Rules.NOW) {
            tenancy.routeOf(first.callback().host())
                    .ifPresent(route -> tenancy.mayOperate(access, Tenancy.namespace(route)));
        }
    }

    private Mono<Callback> record(Callback replay) {
        return replays.add(replay)
                .thenReturn(replay)
                .doOnNext(recorded -> announcer.announce(Work.CALLBACKS, recorded.id()));
    }

    private ResponseEntity<ObjectNode> created(Callback replay) {
        return ResponseEntity.created(URI.create("/api/callbacks/" + replay.id()))
                .body(mapper.createObjectNode().put("id", replay.id().toString()));
    }

    private void checkSize(ReplayRequest request) {
        if (request.body() != null && request.body().length > maxBody.toBytes()) {
            throw Problem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "the new body has %d bytes, more than %s".formatted(request.body().length, maxBody));
        }
    }

    private Mono<Callback> checked(Whole first, ReplayRequest request) {
        var callback = first.callback();
        if (callback.isBodyMissing() && request.body() == null) {
            throw Problem.conflict(
                    "the body of callback %s was over the limit and is not kept: give a body to replay it with"
                            .formatted(callback.id()));
        }
        return rules(first, request.rules())
                .doOnNext(rules -> rules.ifPresent(names -> names.check(request.actions())))
                .map(rules -> request.replayOf(callback, first.entry().sender()));
    }

    /** The actions of the rules that will decide, as far as they are known here. */
    private Mono<Optional<ActionNames>> rules(Whole first, Rules rules) {
        return switch (rules) {
            case THEN -> rulesOfThen(first);
            case NOW -> Mono.just(routeOfNow(first).flatMap(ActionNames::of));
        };
    }

    private Mono<Optional<ActionNames>> rulesOfThen(Whole first) {
        var route = first.entry().route();
        if (route == null) {
            throw Problem.conflict("no route has decided callback %s: there are no rules of then"
                    .formatted(first.callback().id()));
        }
        var generation = first.entry().generation();
        return versions.find(route, generation)
                .map(resource -> resource.orElseThrow(
                        () -> Problem.conflict("generation %d of route %s is not kept: there are no rules of then"
                                .formatted(generation, route))))
                .map(mapper::readTree)
                .map(ActionNames::of);
    }

    private Optional<JsonNode> routeOfNow(Whole first) {
        return tenancy.routeOf(first.callback().host()).or(() -> catalog.routes().stream()
                .filter(route -> name(route).equals(first.entry().route()))
                .findFirst());
    }

    private static String name(JsonNode route) {
        var metadata = route.path("metadata");
        return metadata.path("namespace").asString() + "/"
                + metadata.path("name").asString();
    }
}

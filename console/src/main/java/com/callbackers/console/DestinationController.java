package com.callbackers.console;

import com.callbackers.console.call.Credentials;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.ResourceStore;
import com.callbackers.journal.Replays;
import com.callbackers.journal.Traffic;
import com.callbackers.queue.Work;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where is sent to: how it stands, what it answered; to let it wait, and to try it. */
@RestController
final class DestinationController {

    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Optional<ResourceStore> store;
    private final Traffic traffic;
    private final Replays replays;
    private final Announcer announcer;
    private final Tenancy tenancy;
    private final Clock clock;
    private final CallbackJson json;

    DestinationController(
            Optional<ResourceStore> store,
            Traffic traffic,
            Replays replays,
            Announcer announcer,
            Tenancy tenancy,
            Clock clock,
            CallbackJson json) {
        this.store = store;
        this.traffic = traffic;
        this.replays = replays;
        this.announcer = announcer;
        this.tenancy = tenancy;
        this.clock = clock;
        this.json = json;
    }

    @GetMapping("/api/destinations")
    ObjectNode list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return json.items(tenancy.known().destinations().stream()
                .filter(destination -> access.allows(Role.VIEWER, Tenancy.namespace(destination)))
                .map(Credentials::hidden)
                .toList());
    }

    @GetMapping("/api/destinations/{namespace}/{name}")
    JsonNode show(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return Credentials.hidden(tenancy.destination(access, namespace, name));
    }

    @GetMapping("/api/destinations/{namespace}/{name}/answers")
    Mono<ObjectNode> answers(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "since", "limit");
        tenancy.destination(access, namespace, name);
        var since = parameters.instant("since").orElseGet(() -> clock.instant().minus(LOOK_BACK));
        return traffic.answers(tenancy.tenants(access, Role.VIEWER), namespace + "/" + name, since, parameters.limit())
                .map(answers -> json.items(answers.stream().map(json::answer).toList()))
                .transform(Patience::limited);
    }

    @PostMapping("/api/destinations/{namespace}/{name}/suspend")
    Mono<ResponseEntity<JsonNode>> suspend(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return suspend(access, namespace, name, true);
    }

    @PostMapping("/api/destinations/{namespace}/{name}/resume")
    Mono<ResponseEntity<JsonNode>> resume(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return suspend(access, namespace, name, false);
    }

    private Mono<ResponseEntity<JsonNode>> suspend(Access access, String namespace, String name, boolean suspended) {
        tenancy.destination(access, namespace, name);
        tenancy.mayOperate(access, namespace);
        var kubernetes = store.orElseThrow(() ->
                Problem.of(HttpStatus.NOT_IMPLEMENTED, "this console has no Kubernetes API to change destinations in"));
        return Mono.fromCallable(() -> kubernetes.suspend(namespace, name, suspended))
                .subscribeOn(Schedulers.boundedElastic())
                .map(saved -> SavedAnswer.of(saved, "destination %s/%s".formatted(namespace, name)))
                .transform(Patience::limited);
    }

    /** A callback of its own, which goes to the destination and nowhere else. */
    @PostMapping("/api/destinations/{namespace}/{name}/test")
    Mono<ResponseEntity<ObjectNode>> test(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query,
            ServerHttpRequest request) {
        Parameters.none(query);
        var destination = tenancy.destination(access, namespace, name);
        tenancy.mayOperate(access, namespace);
        var host = tenancy.hostOf(namespace, name)
                .orElseThrow(() -> Problem.conflict(
                        "no route of namespace %s has a host: a destination is tried by a route that could use it"
                                .formatted(namespace)));
        var callback = Trial.of(destination, host, request.getRemoteAddress());
        return replays.add(callback)
                .doOnSuccess(recorded -> announcer.announce(Work.CALLBACKS, callback.id()))
                .thenReturn(ResponseEntity.created(URI.create("/api/callbacks/" + callback.id()))
                        .body(json.created(callback.id())))
                .transform(Patience::limited);
    }
}

package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Page;
import com.callbackers.journal.Callbacks.Whole;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Recorded callbacks: the list, one with all that is known of it, its bytes, and changes as they happen. */
@RestController
final class CallbackController {

    private static final String[] FILTERS = {
        "tenant", "host", "route", "sender", "state", "status", "q", "since", "until"
    };
    private static final String[] FILTERS_AND_PAGE = {
        "tenant", "host", "route", "sender", "state", "status", "q", "since", "until", "limit", "cursor"
    };

    private final Callbacks callbacks;
    private final CallbackStream stream;
    private final Tenancy tenancy;
    private final CallbackJson json;

    CallbackController(Callbacks callbacks, CallbackStream stream, Tenancy tenancy, CallbackJson json) {
        this.callbacks = callbacks;
        this.stream = stream;
        this.tenancy = tenancy;
        this.json = json;
    }

    @GetMapping("/api/callbacks")
    Mono<ObjectNode> list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, FILTERS_AND_PAGE);
        return callbacks
                .list(
                        parameters.filter(tenancy.tenants(access, Role.VIEWER, parameters.tenant())),
                        parameters.limit(),
                        parameters.cursor())
                .map(this::page)
                .transform(Patience::limited);
    }

    @GetMapping(path = "/api/callbacks/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<ObjectNode>> stream(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, FILTERS);
        return stream.follow(parameters.filter(tenancy.tenants(access, Role.VIEWER, parameters.tenant())));
    }

    @GetMapping("/api/callbacks/{id}")
    Mono<ObjectNode> show(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return find(access, Parameters.id(id)).map(json::whole).transform(Patience::limited);
    }

    @GetMapping("/api/callbacks/{id}/body")
    Mono<ResponseEntity<byte[]>> body(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return find(access, Parameters.id(id))
                .map(Whole::callback)
                .map(BodyDownload::of)
                .transform(Patience::limited);
    }

    private Mono<Whole> find(Access access, UUID id) {
        return callbacks.find(id).map(found -> tenancy.visible(access, id, found));
    }

    private ObjectNode page(Page page) {
        var next = page.next();
        return json.page(
                page.items().stream().map(json::listed).toList(), next == null ? null : Parameters.cursor(next));
    }
}

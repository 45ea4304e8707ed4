package com.callbackers.console.pages;

import com.callbackers.callback.CallbackState;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Filter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** The list of callbacks, its rows as they change, and how many came when. */
@Controller
final class CallbacksPage {

    private static final String[] PARAMETERS = {
        "tenant", "host", "route", "sender", "state", "status", "q", "since", "until", "limit", "cursor"
    };
    private static final List<CallbackState> STATES = List.of(CallbackState.values());
    private static final Duration USUAL_PERIOD = Duration.ofHours(24);

    private final Callbacks callbacks;
    private final Tenancy tenancy;
    private final Clock clock;

    CallbacksPage(Callbacks callbacks, Tenancy tenancy, Clock clock) {
        this.callbacks = callbacks;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Void> start() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/callbacks"))
                .build();
    }

    @GetMapping("/callbacks")
    Mono<Rendering> page(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        return list("callbacks", access, query);
    }

    /** The next page's rows, to be put where the link to them was. */
    @GetMapping("/callbacks/rows")
    Mono<Rendering> rows(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        return list("callbacks :: rows", access, query);
    }

    private Mono<Rendering> list(String view, Access access, MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, PARAMETERS);
        return callbacks
                .list(filter(parameters, access), parameters.limit(), parameters.cursor())
                .<Rendering>map(page -> ListView.of(view, access, query, STATES, page.items(), page.next())
                        .build())
                .transform(Patience::limited);
    }

    /** One row, as it is now; nothing when it is not there for the one who asks. */
    @GetMapping("/callbacks/{id}/row")
    Mono<Rendering> row(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        var wanted = Parameters.id(id);
        return callbacks
                .listed(filter(Parameters.of(query), access), wanted)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("there is no callback " + wanted)))
                .map(entry -> Rendering.view("callbacks :: rows")
                        .modelAttribute("items", List.of(entry))
                        .modelAttribute("next", "")
                        .build())
                .transform(Patience::limited);
    }

    @GetMapping("/callbacks/volume")
    Mono<Rendering> volume(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var filter = filter(Parameters.of(query, PARAMETERS), access);
        var until = Objects.requireNonNullElseGet(filter.until(), clock::instant);
        var since = Objects.requireNonNullElseGet(filter.since(), () -> until.minus(USUAL_PERIOD));
        return callbacks
                .volume(filter, since, until)
                .map(volume -> Rendering.view("volume")
                        .modelAttribute("chart", Chart.of(volume, since, until))
                        .build())
                .transform(Patience::limited);
    }

    private Filter filter(Parameters parameters, Access access) {
        return parameters.filter(tenancy.tenants(access, Role.VIEWER, parameters.tenant()));
    }
}

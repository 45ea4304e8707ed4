package com.callbackers.console.pages;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Callbacks.Caller;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** Who calls. */
@Controller
final class SendersPage {

    private static final Duration LOOK_BACK = Duration.ofDays(7);

    private final Callbacks callbacks;
    private final Tenancy tenancy;
    private final Clock clock;

    SendersPage(Callbacks callbacks, Tenancy tenancy, Clock clock) {
        this.callbacks = callbacks;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** @param route that holds the host; null: none */
    record Row(Caller caller, @Nullable String route) {}

    private Row row(Caller caller) {
        return new Row(
                caller,
                tenancy.routeOf(caller.host())
                        .map(route -> Tenancy.namespace(route) + "/"
                                + route.path("metadata").path("name").asString())
                        .orElse(null));
    }

    @GetMapping("/senders")
    Mono<Rendering> page(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "tenant", "host", "since");
        var since = parameters.instant("since").orElseGet(() -> clock.instant().minus(LOOK_BACK));
        return callbacks
                .callers(tenancy.tenants(access, Role.VIEWER, parameters.tenant()), parameters.host(), since)
                .map(callers -> Rendering.view("senders")
                        .modelAttribute("access", access)
                        .modelAttribute("query", query.toSingleValueMap())
                        .modelAttribute(
                                "callers", callers.stream().map(this::row).toList())
                        .build())
                .transform(Patience::limited);
    }
}

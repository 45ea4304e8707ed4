package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Undelivered;
import com.callbackers.journal.Undelivered.Page;
import java.time.Duration;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Deliveries that did not reach their receiver, or have not yet: the list, and all that fit to try again. */
@RestController
final class UndeliveredController {

    private static final int AT_ONCE = 100_000;
    private static final int MOST_PER_SECOND = 10_000;
    private static final int PER_SECOND = 100;

    private final Undelivered undelivered;
    private final Tenancy tenancy;
    private final CallbackJson json;

    UndeliveredController(Undelivered undelivered, Tenancy tenancy, CallbackJson json) {
        this.undelivered = undelivered;
        this.tenancy = tenancy;
        this.json = json;
    }

    @GetMapping("/api/deliveries")
    Mono<ObjectNode> list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(
                query, "tenant", "host", "route", "destination", "state", "since", "until", "limit", "cursor");
        return undelivered
                .list(
                        parameters.undelivered(tenancy.tenants(access, Role.VIEWER, parameters.tenant())),
                        parameters.limit(),
                        parameters.cursor())
                .map(this::page)
                .transform(Patience::limited);
    }

    /** Those of the list with the same query that the caller may operate, the oldest first, at a pace. */
    @PostMapping("/api/deliveries/retry")
    Mono<ObjectNode> retry(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(
                query, "tenant", "host", "route", "destination", "state", "since", "until", "limit", "perSecond");
        var pace = Duration.ofSeconds(1).dividedBy(parameters.number("perSecond", PER_SECOND, MOST_PER_SECOND));
        return undelivered
                .retry(
                        parameters.undelivered(tenancy.tenants(access, Role.OPERATOR, parameters.tenant())),
                        parameters.number("limit", AT_ONCE, AT_ONCE),
                        pace)
                .map(json::retried)
                .transform(Patience::limited);
    }

    private ObjectNode page(Page page) {
        var next = page.next();
        return json.page(
                page.items().stream().map(json::undelivered).toList(), next == null ? null : Parameters.cursor(next));
    }
}

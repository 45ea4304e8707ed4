package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Undelivered;
import com.callbackers.journal.Undelivered.Page;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Deliveries that did not reach their receiver, or have not yet. */
@RestController
final class UndeliveredController {

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

    private ObjectNode page(Page page) {
        var next = page.next();
        return json.page(
                page.items().stream().map(json::undelivered).toList(), next == null ? null : Parameters.cursor(next));
    }
}

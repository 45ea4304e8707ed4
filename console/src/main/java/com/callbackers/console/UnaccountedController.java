package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Accounting;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What should have been done by now and is not. */
@RestController
final class UnaccountedController {

    private final Accounting accounting;
    private final Tenancy tenancy;
    private final CallbackJson json;

    UnaccountedController(Accounting accounting, Tenancy tenancy, CallbackJson json) {
        this.accounting = accounting;
        this.tenancy = tenancy;
        this.json = json;
    }

    @GetMapping("/api/unaccounted")
    Mono<ObjectNode> list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "tenant", "limit");
        return accounting
                .unaccounted(
                        tenancy.tenants(access, Role.VIEWER, parameters.tenant()),
                        Accounting.OVERDUE,
                        parameters.limit())
                .map(found -> json.items(found.stream().map(json::unaccounted).toList()))
                .transform(Patience::limited);
    }
}

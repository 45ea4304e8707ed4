package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Who calls. */
@RestController
final class SenderController {

    private static final Duration LOOK_BACK = Duration.ofDays(7);

    private final Callbacks callbacks;
    private final Clock clock;
    private final Tenancy tenancy;
    private final CallbackJson json;

    SenderController(Callbacks callbacks, Clock clock, Tenancy tenancy, CallbackJson json) {
        this.callbacks = callbacks;
        this.clock = clock;
        this.tenancy = tenancy;
        this.json = json;
    }

    @GetMapping("/api/senders")
    Mono<ObjectNode> list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "tenant", "host", "since");
        var since = parameters.instant("since").orElseGet(() -> clock.instant().minus(LOOK_BACK));
        return list(tenancy.tenants(access, Role.VIEWER, parameters.tenant()), parameters.host(), since)
                .transform(Patience::limited);
    }

    private Mono<ObjectNode> list(Tenants tenants, @Nullable String host, Instant since) {
        return callbacks
                .callers(tenants, host, since)
                .map(callers -> json.items(callers.stream().map(json::caller).toList()));
    }
}

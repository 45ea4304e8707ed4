package com.callbackers.console;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Tenants;
import com.callbackers.journal.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What went through, counted. */
@RestController
final class TrafficController {

    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Traffic traffic;
    private final Tenancy tenancy;
    private final Clock clock;
    private final CallbackJson json;

    TrafficController(Traffic traffic, Tenancy tenancy, Clock clock, CallbackJson json) {
        this.traffic = traffic;
        this.tenancy = tenancy;
        this.clock = clock;
        this.json = json;
    }

    @GetMapping("/api/traffic")
    Mono<ObjectNode> traffic(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "tenant", "since");
        var since = parameters.instant("since").orElseGet(() -> clock.instant().minus(LOOK_BACK));
        return traffic(tenancy.tenants(access, Role.VIEWER, parameters.tenant()), since)
                .transform(Patience::limited);
    }

    private Mono<ObjectNode> traffic(Tenants tenants, Instant since) {
        return Mono.zip(traffic.routes(tenants, since), traffic.destinations(tenants, since))
                .map(both -> json.traffic(since, both.getT1(), both.getT2()));
    }
}

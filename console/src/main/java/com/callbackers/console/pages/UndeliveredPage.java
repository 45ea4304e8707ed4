package com.callbackers.console.pages;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.delivery.DeliveryState;
import com.callbackers.journal.Accounting;
import com.callbackers.journal.Undelivered;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** Deliveries that did not reach their receiver, or have not yet. */
@Controller
final class UndeliveredPage {

    private static final String[] PARAMETERS = {
        "tenant", "host", "route", "destination", "state", "since", "until", "limit", "cursor"
    };
    private static final List<DeliveryState> STATES = List.of(
            DeliveryState.EXHAUSTED,
            DeliveryState.RETRYING,
            DeliveryState.WAITING,
            DeliveryState.PENDING,
            DeliveryState.CANCELLED);

    /** Of each cause. */
    private static final int UNACCOUNTED = 10;

    private final Undelivered undelivered;
    private final Accounting accounting;
    private final Tenancy tenancy;

    UndeliveredPage(Undelivered undelivered, Accounting accounting, Tenancy tenancy) {
        this.undelivered = undelivered;
        this.accounting = accounting;
        this.tenancy = tenancy;
    }

    @GetMapping("/undelivered")
    Mono<Rendering> page(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var tenant = Parameters.of(query, PARAMETERS).tenant();
        return accounting
                .unaccounted(tenancy.tenants(access, Role.VIEWER, tenant), Accounting.OVERDUE, UNACCOUNTED)
                .zipWith(list("undelivered", access, query), (unaccounted, list) -> list.modelAttribute(
                                "unaccounted", unaccounted)
                        .build())
                .transform(Patience::limited);
    }

    @GetMapping("/undelivered/rows")
    Mono<Rendering> rows(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        return list("undelivered :: rows", access, query)
                .<Rendering>map(Rendering.Builder::build)
                .transform(Patience::limited);
    }

    private Mono<Rendering.Builder<?>> list(String view, Access access, MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, PARAMETERS);
        return undelivered
                .list(
                        parameters.undelivered(tenancy.tenants(access, Role.VIEWER, parameters.tenant())),
                        parameters.limit(),
                        parameters.cursor())
                .map(page -> ListView.of(view, access, query, STATES, page.items(), page.next()));
    }
}

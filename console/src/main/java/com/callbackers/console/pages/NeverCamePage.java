package com.callbackers.console.pages;

import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.console.resources.Catalog;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Shares;
import com.callbackers.journal.Shares.Question;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** The answer to who says that a callback never came. */
@Controller
final class NeverCamePage {

    private final Callbacks callbacks;
    private final Shares shares;
    private final Tenancy tenancy;
    private final Catalog catalog;
    private final Clock clock;

    NeverCamePage(Callbacks callbacks, Shares shares, Tenancy tenancy, Catalog catalog, Clock clock) {
        this.callbacks = callbacks;
        this.shares = shares;
        this.tenancy = tenancy;
        this.catalog = catalog;
        this.clock = clock;
    }

    @GetMapping("/never-came")
    Mono<Rendering> page(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "tenant", "host", "since", "until", "q");
        var view = Rendering.view("never-came")
                .modelAttribute("access", access)
                .modelAttribute("query", query.toSingleValueMap())
                .modelAttribute("hosts", hosts(access))
                .modelAttribute("filters", Links.filters(query));
        if (parameters.tenant() == null && parameters.host() == null) {
            return Mono.just(view.build());
        }
        var question = parameters.question(clock.instant());
        tenancy.mayAsk(access, Role.VIEWER, question);
        return answer(view, access, question)
                .zipWith(shares.list(access.whose()), (builder, links) -> builder.modelAttribute("links", links)
                        .build())
                .transform(Patience::limited);
    }

    private Mono<Rendering.Builder<?>> answer(Rendering.Builder<?> view, Access access, Question question) {
        var filter = Parameters.filter(question, tenancy.tenants(access, Role.VIEWER, question.tenant()));
        return callbacks.list(filter, Shares.MOST, null).flatMap(page -> callbacks
                .find(page.items().stream().map(entry -> entry.callback().id()).toList())
                .map(Told::of)
                .collectList()
                .zipWith(callbacks.neighbours(filter.withoutText()), (told, around) -> view.modelAttribute(
                                "question", question)
                        .modelAttribute("told", told)
                        .modelAttribute("good", told.stream().filter(Told::good).count())
                        .modelAttribute("more", page.next() != null)
                        .modelAttribute("around", around)
                        .modelAttribute("mayShare", tenancy.allows(access, Role.OPERATOR, question))));
    }

    /** To pick from. */
    private List<String> hosts(Access access) {
        return catalog.routes().stream()
                .filter(route -> access.allows(Role.VIEWER, Tenancy.namespace(route)))
                .flatMap(Tenancy::claimed)
                .sorted()
                .toList();
    }
}

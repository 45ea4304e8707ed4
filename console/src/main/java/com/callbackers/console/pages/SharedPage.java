package com.callbackers.console.pages;

import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Token;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Shares;
import com.callbackers.journal.Shares.Share;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What a link shows to those without an account. */
@Controller
final class SharedPage {

    private final Shares shares;
    private final Callbacks callbacks;

    SharedPage(Shares shares, Callbacks callbacks) {
        this.shares = shares;
        this.callbacks = callbacks;
    }

    @GetMapping("/shared/{token}")
    Mono<Rendering> page(@PathVariable String token, ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set("X-Robots-Tag", "noindex");
        return shares.find(new Token(token).hash())
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("this link is not known, was taken back, or its time is over")))
                .flatMap(share -> callbacks
                        .find(share.callbacks())
                        .map(Told::of)
                        .collectList()
                        .map(told -> rendering(share, told)))
                .transform(Patience::limited);
    }

    private static Rendering rendering(Share share, List<Told> told) {
        return Rendering.view("shared")
                .modelAttribute("share", share)
                .modelAttribute("question", share.question())
                .modelAttribute("told", told)
                .modelAttribute("good", told.stream().filter(Told::good).count())
                .modelAttribute("gone", share.callbacks().size() - told.size())
                .build();
    }
}

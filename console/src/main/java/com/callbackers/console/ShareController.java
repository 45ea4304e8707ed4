package com.callbackers.console;

import com.callbackers.callback.CallbackId;
import com.callbackers.console.call.Parameters;
import com.callbackers.console.call.Patience;
import com.callbackers.console.call.Problem;
import com.callbackers.console.call.Tenancy;
import com.callbackers.console.call.Token;
import com.callbackers.console.login.Access;
import com.callbackers.console.login.Role;
import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Shares;
import com.callbackers.journal.Shares.Share;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Links by which those without an account may look at some callbacks for a while. */
@RestController
final class ShareController {

    private static final Logger log = LoggerFactory.getLogger(ShareController.class);
    private static final int USUAL_HOURS = 7 * 24;
    private static final int MOST_HOURS = 90 * 24;

    private final Shares shares;
    private final Callbacks callbacks;
    private final Tenancy tenancy;
    private final Clock clock;
    private final CallbackJson json;
    private final Optional<URI> console;

    ShareController(
            Shares shares,
            Callbacks callbacks,
            Tenancy tenancy,
            Clock clock,
            CallbackJson json,
            ConsoleSettings settings) {
        this.shares = shares;
        this.callbacks = callbacks;
        this.tenancy = tenancy;
        this.clock = clock;
        this.json = json;
        this.console = Optional.ofNullable(settings.url());
    }

    /** Of the callbacks that fit and the caller may operate, the last so many. */
    @PostMapping("/api/shares")
    Mono<ResponseEntity<ObjectNode>> share(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        var parameters = Parameters.of(query, "tenant", "host", "since", "until", "q", "hours");
        var now = clock.instant();
        var question = parameters.question(now);
        tenancy.mayAsk(access, Role.OPERATOR, question);
        var expiresAt = now.plus(Duration.ofHours(parameters.number("hours", USUAL_HOURS, MOST_HOURS)));
        var tenants = tenancy.tenants(access, Role.OPERATOR, question.tenant());
        return callbacks
                .list(Parameters.filter(question, tenants), Shares.MOST, null)
                .map(page -> page.items().stream()
                        .map(entry -> entry.callback().id())
                        .toList())
                .flatMap(ids -> share(new Share(CallbackId.next(), ids, question, access.user(), now, expiresAt)))
                .transform(Patience::limited);
    }

    private Mono<ResponseEntity<ObjectNode>> share(Share share) {
        var token = Token.random();
        var path = "/shared/" + token.text();
        var url = console.map(base -> base.resolve(path).toString()).orElse(path);
        return shares.add(share, token.hash())
                .doOnSuccess(done -> log.atInfo()
                        .addKeyValue("share", share.id())
                        .addKeyValue("user", share.madeBy())
                        .addKeyValue("callbacks", share.callbacks().size())
                        .addKeyValue("expiresAt", share.expiresAt())
                        .log("Callbacks were shared by a link"))
                .thenReturn(ResponseEntity.created(URI.create("/api/shares/" + share.id()))
                        .body(json.share(share).put("url", url)));
    }

    /** The caller's own; all for those who are admins of all. */
    @GetMapping("/api/shares")
    Mono<ObjectNode> list(
            @RequestAttribute(Access.ATTRIBUTE) Access access, @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        return shares.list(access.whose())
                .map(found -> json.items(found.stream().map(json::share).toList()))
                .transform(Patience::limited);
    }

    @DeleteMapping("/api/shares/{id}")
    Mono<ResponseEntity<ObjectNode>> revoke(
            @RequestAttribute(Access.ATTRIBUTE) Access access,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        Parameters.none(query);
        var share = Parameters.id(id);
        return shares.revoke(share, access.whose())
                .map(revoked -> {
                    if (!revoked) {
                        throw Problem.notFound("there is no link %s, or its time is over".formatted(share));
                    }
                    return ResponseEntity.ok(json.created(share));
                })
                .transform(Patience::limited);
    }
}

package com.callbackers.console.login;

import java.util.TreeMap;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who is logged in, what they may do, and what a browser has to send along to do it. */
@RestController
public final class SessionController {

    private final JsonMapper mapper;

    public SessionController(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @GetMapping("/api/session")
    Mono<ObjectNode> session(@RequestAttribute(Access.ATTRIBUTE) Access access, ServerWebExchange exchange) {
        var json = mapper.createObjectNode().put("user", access.user());
        var roles = json.putArray("roles");
        new TreeMap<>(access.roles())
                .forEach((namespace, role) ->
                        roles.addObject().put("namespace", namespace).put("role", role.label()));
        return token(exchange)
                .doOnNext(token -> json.putObject("csrf")
                        .put("header", token.getHeaderName())
                        .put("token", token.getToken()))
                .thenReturn(json);
    }

    /** Only a browser's session has one. */
    private static Mono<CsrfToken> token(ServerWebExchange exchange) {
        Mono<CsrfToken> token = exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
        return exchange.getPrincipal().ofType(OAuth2AuthenticationToken.class).flatMap(browser -> token);
    }
}

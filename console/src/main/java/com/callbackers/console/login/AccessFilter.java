package com.callbackers.console.login;

import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Finds out what the one who logged in may do, for those who answer. */
final class AccessFilter implements WebFilter {

    /** What everybody who logged in may see: they tell who it is, and what there is. */
    private static final Set<String> FOR_ALL = Set.of("/", "/api/session", "/api/openapi.yaml", "/api/openapi.json");

    private static final ServerWebExchangeMatcher IS_PUBLIC =
            ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, Login.PUBLIC);

    private final Mono<Access> access;

    private AccessFilter(Mono<Access> access) {
        this.access = access;
    }

    static AccessFilter withoutLogin() {
        return new AccessFilter(Mono.just(Access.withoutLogin()));
    }

    static AccessFilter of(LoginSettings settings) {
        var grants = new Grants(settings);
        return new AccessFilter(ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .map(authentication ->
                        grants.access(claims(authentication)).orElseThrow(() -> nobody(settings.userClaim())))
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.UNAUTHORIZED))));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return IS_PUBLIC
                .matches(exchange)
                .flatMap(match -> match.isMatch() ? chain.filter(exchange) : filterByAccess(exchange, chain));
    }

    private Mono<Void> filterByAccess(ServerWebExchange exchange, WebFilterChain chain) {
        return access.flatMap(found -> {
            if (found.roles().isEmpty()
                    && !FOR_ALL.contains(exchange.getRequest().getPath().value())) {
                return Mono.error(refusal(
                        "you are logged in as '%s', but have no role; callbackers.console.login.grants gives roles"
                                .formatted(found.user())));
            }
            exchange.getAttributes().put(Access.ATTRIBUTE, found);
            return chain.filter(exchange);
        });
    }

    private static Map<String, Object> claims(Authentication authentication) {
        return switch (authentication) {
            case JwtAuthenticationToken token -> token.getToken().getClaims();
            case OAuth2AuthenticationToken token when token.getPrincipal() instanceof OidcUser user -> user.getClaims();
            default -> Map.of();
        };
    }

    private static ResponseStatusException nobody(String claim) {
        return refusal(
                "the identity provider does not say who you are: its claim '%s' is missing, or an address that it has not verified"
                        .formatted(claim));
    }

    private static ResponseStatusException refusal(String why) {
        return new ResponseStatusException(HttpStatus.FORBIDDEN, why);
    }
}

package com.callbackers.console.login;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who logged in, kept in the session, and forgotten some time after: what is known of them may have changed. */
final class BoundedSessions implements ServerSecurityContextRepository {

    private final ServerSecurityContextRepository sessions = new WebSessionServerSecurityContextRepository();
    private final Duration length;
    private final Clock clock;

    BoundedSessions(Duration length, Clock clock) {
        this.length = length;
        this.clock = clock;
    }

    @Override
    public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
        return sessions.save(exchange, context);
    }

    @Override
    public Mono<SecurityContext> load(ServerWebExchange exchange) {
        return sessions.load(exchange).filter(this::isFresh);
    }

    private boolean isFresh(SecurityContext context) {
        var authentication = context.getAuthentication();
        return authentication != null
                && authentication.getPrincipal() instanceof OidcUser user
                && Optional.ofNullable(user.getIdToken().getIssuedAt())
                        .filter(issued -> clock.instant().isBefore(issued.plus(length)))
                        .isPresent();
    }
}

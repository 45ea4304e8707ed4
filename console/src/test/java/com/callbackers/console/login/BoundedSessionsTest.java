package com.callbackers.console.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

class BoundedSessionsTest {

    private static final Instant LOGIN = Instant.parse("2026-11-25T09:00:00Z");
    private static final Duration LENGTH = Duration.ofHours(8);

    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));

    @Test
    void aSessionIsKnownUntilItsEnd() {
        // given
        var token = new OidcIdToken("token", LOGIN, LOGIN.plusSeconds(60), Map.of("sub", "kim"));
        var login = new OAuth2AuthenticationToken(new DefaultOidcUser(List.of(), token), List.of(), "callbackers");
        at(LOGIN).save(exchange, new SecurityContextImpl(login)).block();

        // then
        assertThat(at(LOGIN.plus(LENGTH).minusMillis(1)).load(exchange).block()).isNotNull();
        assertThat(at(LOGIN.plus(LENGTH)).load(exchange).block()).isNull();
    }

    private static BoundedSessions at(Instant now) {
        return new BoundedSessions(LENGTH, Clock.fixed(now, ZoneOffset.UTC));
    }
}

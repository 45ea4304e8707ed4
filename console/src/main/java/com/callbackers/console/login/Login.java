package com.callbackers.console.login;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcReactiveOAuth2UserService;
import org.springframework.security.oauth2.client.oidc.web.server.logout.OidcClientInitiatedServerLogoutSuccessHandler;
import org.springframework.security.oauth2.client.userinfo.DefaultReactiveOAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint.DelegateEntry;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.logout.WebSessionServerLogoutHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;
import reactor.core.publisher.Mono;

/**
 * Lets nobody in who has not logged in: browsers by the code flow and a session, programs by a bearer token. Without an
 * issuer everybody is let in.
 */
public final class Login {

    private static final Logger log = LoggerFactory.getLogger(Login.class);

    /** What a link shows that was made for those without an account, and what its page looks like. */
    static final String[] PUBLIC = {"/shared/*", "/assets/**"};

    private final LoginSettings settings;
    private final Provider provider;
    private final URI console;
    private final Clock clock;

    private Login(LoginSettings settings, URI console, ClientHttpConnector connector, Clock clock) {
        this.settings = settings;
        this.provider = new Provider(settings, console, connector);
        this.console = console;
        this.clock = clock;
    }

    /**
     * What every request passes; those that get through have their {@link Access} as an attribute.
     *
     * @param console where browsers find it; not null where a login is required
     */
    public static List<WebFilter> filters(
            LoginSettings settings, @Nullable URI console, ClientHttpConnector connector, Clock clock) {
        if (!settings.isRequired()) {
            return List.of(AccessFilter.withoutLogin());
        }
        var url = Optional.ofNullable(console).orElseThrow();
        var chain = new Login(settings, url, connector, clock).chain();
        return List.of(new WebFilterChainProxy(chain), AccessFilter.of(settings));
    }

    /** The cookie of a session. */
    public static WebSessionIdResolver cookie(@Nullable URI console) {
        var safe = console != null && "https".equals(console.getScheme());
        var resolver = new CookieWebSessionIdResolver();
        resolver.setCookieName(safe ? "__Host-callbackers" : "callbackers");
        resolver.addCookieInitializer(cookie -> cookie.path("/").secure(safe).sameSite("Lax"));
        return resolver;
    }

    private SecurityWebFilterChain chain() {
        var sessions = new BoundedSessions(settings.sessionLength(), clock);
        return ServerHttpSecurity.http()
                .headers(HeaderSpec::disable)
                .securityContextRepository(sessions)
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.GET, PUBLIC)
                        .permitAll()
                        .anyExchange()
                        .authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(entryPoint()))
                .csrf(csrf -> csrf.accessDeniedHandler((exchange, error) -> Mono.error(new ResponseStatusException(
                        HttpStatus.FORBIDDEN,
                        "a change from a browser's session needs the token of GET /api/session in its header"))))
                .oauth2Login(login -> login.clientRegistrationRepository(provider)
                        .authorizedClientRepository(new ForgetfulClients())
                        .authenticationManager(codeFlow())
                        .authenticationFailureHandler(this::loginFailed))
                .oauth2ResourceServer(tokens -> tokens.jwt(jwt -> jwt.jwtDecoder(provider.bearerTokens()))
                        .authenticationEntryPoint(Login::tokenRefused))
                .logout(logout -> logout.logoutHandler(new WebSessionServerLogoutHandler())
                        .logoutSuccessHandler(goodbye()))
                .build();
    }

    private ReactiveAuthenticationManager codeFlow() {
        var tokens = new WebClientReactiveAuthorizationCodeTokenResponseClient();
        tokens.setWebClient(provider.client());
        var userInfo = new DefaultReactiveOAuth2UserService();
        userInfo.setWebClient(provider.client());
        var users = new OidcReactiveOAuth2UserService();
        users.setOauth2UserService(userInfo);
        var manager = new OidcAuthorizationCodeReactiveAuthenticationManager(tokens, users);
        manager.setJwtDecoderFactory(registration -> provider.idTokens());
        return manager;
    }

    /** Pages are led to the provider and back; programs are told. */
    private static ServerAuthenticationEntryPoint entryPoint() {
        var toProvider = new RedirectServerAuthenticationEntryPoint("/oauth2/authorization/" + Provider.REGISTRATION);
        var both = new DelegatingServerAuthenticationEntryPoint(new DelegateEntry(pages(), toProvider));
        both.setDefaultEntryPoint((exchange, error) -> refused(
                exchange,
                "Bearer",
                "log in: open the console in a browser, or send an access token as a bearer token"));
        return both;
    }

    private static ServerWebExchangeMatcher pages() {
        return exchange -> HttpMethod.GET.equals(exchange.getRequest().getMethod())
                        && exchange.getRequest().getHeaders().getAccept().contains(MediaType.TEXT_HTML)
                ? MatchResult.match()
                : MatchResult.notMatch();
    }

    private static Mono<Void> tokenRefused(ServerWebExchange exchange, AuthenticationException error) {
        return refused(
                exchange, "Bearer error=\"invalid_token\"", "the bearer token is not accepted: " + error.getMessage());
    }

    /** @param challenge as RFC 6750 has it */
    private static Mono<Void> refused(ServerWebExchange exchange, String challenge, String why) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        return Mono.error(new ResponseStatusException(HttpStatus.UNAUTHORIZED, why));
    }

    private Mono<Void> loginFailed(WebFilterExchange exchange, AuthenticationException error) {
        var code = error instanceof OAuth2AuthenticationException refused
                ? refused.getError().getErrorCode()
                : error.getClass().getSimpleName();
        log.atWarn()
                .addKeyValue("error", oneLine(code))
                .addKeyValue("cause", oneLine(error.getMessage()))
                .log("A login failed");
        return Mono.error(new ResponseStatusException(
                HttpStatus.UNAUTHORIZED, "the login did not succeed (%s); %s begins anew".formatted(code, console)));
    }

    /** Whoever comes back from the provider writes some of these words. */
    private static String oneLine(@Nullable String words) {
        return String.valueOf(words).replaceAll("\\p{Cntrl}", " ");
    }

    private OidcClientInitiatedServerLogoutSuccessHandler goodbye() {
        var handler = new OidcClientInitiatedServerLogoutSuccessHandler(provider);
        handler.setPostLogoutRedirectUri(console.toString());
        handler.setLogoutSuccessUrl(URI.create("/"));
        return handler;
    }
}

package com.callbackers.console.login;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The identity provider: asked what it offers when it is first needed, so the console starts while it is away. */
final class Provider implements ReactiveClientRegistrationRepository {

    /** In the console's paths, and in the redirect URI that the provider knows. */
    static final String REGISTRATION = "callbackers";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);
    private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {};

    private final LoginSettings settings;
    private final String issuer;
    private final URI console;
    private final WebClient client;
    private final Mono<ClientRegistration> registration;
    private final Mono<ReactiveJwtDecoder> bearerTokens;
    private final Mono<ReactiveJwtDecoder> idTokens;

    Provider(LoginSettings settings, URI console, ClientHttpConnector connector) {
        this.settings = settings;
        this.issuer = settings.requiredIssuer();
        this.console = console;
        this.client = WebClient.builder()
                .clientConnector(connector)
                .filter((request, next) ->
                        next.exchange(request).timeout(PATIENCE).onErrorMap(this::away))
                .build();
        this.registration = once(Mono.defer(this::discover));
        this.bearerTokens = once(registration.map(found -> decoder(found, bearerToken())));
        this.idTokens = once(registration.map(found -> decoder(
                found,
                JwtValidators.createDefaultWithValidators(
                        List.of(JwtTypeValidator.jwt(), new OidcIdTokenValidator(found))))));
    }

    private static <T> Mono<T> once(Mono<T> mono) {
        return mono.cache(found -> FOREVER, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    @Override
    public Mono<ClientRegistration> findByRegistrationId(String id) {
        return REGISTRATION.equals(id) ? registration : Mono.empty();
    }

    WebClient client() {
        return client;
    }

    /** Of what programs send in {@code Authorization}. */
    ReactiveJwtDecoder bearerTokens() {
        return token -> decode(bearerTokens, token);
    }

    /** Of what the provider says about a user who logs in. */
    ReactiveJwtDecoder idTokens() {
        return token -> decode(idTokens, token);
    }

    private Mono<Jwt> decode(Mono<ReactiveJwtDecoder> decoder, String token) {
        return decoder.flatMap(found -> found.decode(token)).onErrorMap(IllegalStateException.class, this::away);
    }

    private Mono<ClientRegistration> discover() {
        return client.get()
                .uri(URI.create(withoutSlash(issuer) + "/.well-known/openid-configuration"))
                .retrieve()
                .bodyToMono(JSON)
                .timeout(PATIENCE)
                .map(this::registration)
                .onErrorMap(error -> !(error instanceof ResponseStatusException), this::away);
    }

    private ClientRegistration registration(Map<String, Object> found) {
        if (!issuer.equals(found.get("issuer"))) {
            throw new IllegalStateException(
                    "it calls itself '%s'; callbackers.console.login.issuer has to be the same to the letter"
                            .formatted(found.get("issuer")));
        }
        var builder = ClientRegistrations.fromOidcConfiguration(found)
                .registrationId(REGISTRATION)
                .redirectUri(withoutSlash(console.toString()) + "/login/oauth2/code/" + REGISTRATION)
                .scope(settings.scopes())
                .clientId(settings.clientId());
        return settings.clientSecret() == null
                ? builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        .build()
                : builder.clientSecret(settings.clientSecret()).build();
    }

    private ReactiveJwtDecoder decoder(ClientRegistration found, OAuth2TokenValidator<Jwt> validator) {
        var decoder = NimbusReactiveJwtDecoder.withJwkSetUri(
                        Objects.requireNonNull(found.getProviderDetails().getJwkSetUri()))
                .webClient(client)
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(validator);
        return decoder;
    }

    private OAuth2TokenValidator<Jwt> bearerToken() {
        var type = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        type.setAllowEmpty(true);
        return JwtValidators.createDefaultWithValidators(List.of(
                type,
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<List<String>>(JwtClaimNames.AUD, this::isForUs),
                new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull)));
    }

    private boolean isForUs(List<String> audiences) {
        return audiences != null && audiences.stream().anyMatch(settings.audiences()::contains);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private Throwable away(Throwable error) {
        if (error instanceof ResponseStatusException) {
            return error;
        }
        return new ResponseStatusException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "the identity provider %s does not answer as it should: %s".formatted(issuer, words(error)),
                error);
    }

    private static String words(Throwable error) {
        return switch (error) {
            case WebClientRequestException unreachable -> "it cannot be reached";
            case WebClientResponseException refused ->
                "it answered " + refused.getStatusCode().value();
            case TimeoutException late -> "it takes longer than " + PATIENCE.toSeconds() + "s";
            case IllegalStateException wrong when wrong.getCause() == null -> String.valueOf(wrong.getMessage());
            default -> "it said what is not understood here";
        };
    }
}

package com.callbackers.console.login;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How users log in: by OpenID Connect, or not at all.
 *
 * @param issuer of the identity provider, to the letter as its tokens have it; none: no login
 * @param clientSecret none: a public client
 * @param audiences one of which a bearer token has to be for; none given: the client id
 * @param userClaim names a user in grants
 * @param groupsClaim names the groups a user is in
 * @param sessionLength after which a user logs in anew, and groups are looked at anew
 */
public record LoginSettings(
        @Nullable String issuer,
        @DefaultValue("callbackers") String clientId,
        @Nullable String clientSecret,
        @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
        @DefaultValue Set<String> audiences,
        @DefaultValue("sub") String userClaim,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue("8h") Duration sessionLength,
        @DefaultValue List<Grant> grants) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public LoginSettings {
        issuer = Optional.ofNullable(issuer).filter(text -> !text.isEmpty()).orElse(null);
        audiences = audiences.isEmpty() ? Set.of(clientId) : Set.copyOf(audiences);
        scopes = Set.copyOf(scopes);
        grants = List.copyOf(grants);
        check(
                issuer == null || isSafe(issuer),
                "issuer is an https URL without query and fragment (http on this machine only), not '%s'"
                        .formatted(issuer));
        check(scopes.contains("openid"), "scopes has openid among them");
        check(sessionLength.isPositive(), "session-length is more than 0, not " + sessionLength);
        check(
                issuer != null || grants.isEmpty(),
                "grants needs login.issuer: without a login everybody may do everything");
        check(issuer == null || !grants.isEmpty(), "grants gives at least one role: else nobody may do anything");
    }

    public boolean isRequired() {
        return issuer != null;
    }

    String requiredIssuer() {
        return Optional.ofNullable(issuer).orElseThrow();
    }

    /** Tokens and the client's secret travel there. */
    private static boolean isSafe(String issuer) {
        try {
            var uri = new URI(issuer);
            return uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException("callbackers.console.login." + sentence);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LoginSettings[issuer=%s, clientId=%s]".formatted(issuer, clientId);
    }
}

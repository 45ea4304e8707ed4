package com.callbackers.console.login;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What users may do, by what their tokens say of them. */
final class Grants {

    private static final String EMAIL = "email";

    private final List<Grant> grants;
    private final String userClaim;
    private final String groupsClaim;

    Grants(LoginSettings settings) {
        this.grants = settings.grants();
        this.userClaim = settings.userClaim();
        this.groupsClaim = settings.groupsClaim();
    }

    /** Empty where the token does not say who it is about. */
    Optional<Access> access(Map<String, Object> claims) {
        return user(claims).map(user -> {
            var groups = groups(claims.get(groupsClaim));
            return Access.of(
                    user,
                    grants.stream().filter(grant -> grant.isFor(user, groups)).toList());
        });
    }

    /** An address that nobody has proved to be theirs names nobody. */
    private Optional<String> user(Map<String, Object> claims) {
        var proved = !userClaim.equals(EMAIL) || isTrue(claims.get("email_verified"));
        return claims.get(userClaim) instanceof String user && !user.isEmpty() && proved
                ? Optional.of(user)
                : Optional.empty();
    }

    private static boolean isTrue(@Nullable Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }

    private static Set<String> groups(@Nullable Object claim) {
        return switch (claim) {
            case String one -> Set.of(one);
            case Collection<?> many -> many.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
            case null, default -> Set.of();
        };
    }
}

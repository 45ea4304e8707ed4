package com.callbackers.console.login;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the one who calls may do.
 *
 * @param user null: nobody has to log in
 * @param roles by namespace, {@code *} for all of them
 */
public record Access(@Nullable String user, Map<String, Role> roles) {

    /** Of the request's attributes. */
    public static final String ATTRIBUTE = "access";

    public Access {
        roles = Map.copyOf(roles);
    }

    static Access withoutLogin() {
        return new Access(null, Map.of(Grant.ALL, Role.ADMIN));
    }

    static Access of(String user, List<Grant> grants) {
        var roles = new HashMap<String, Role>();
        grants.forEach(grant -> grant.namespaces()
                .forEach(namespace ->
                        roles.merge(namespace, grant.role(), (one, other) -> one.compareTo(other) > 0 ? one : other)));
        return new Access(user, roles);
    }

    /** @param namespace null: what no namespace has is for those who have the role in all */
    public boolean allows(Role role, @Nullable String namespace) {
        return Stream.of(Grant.ALL, Optional.ofNullable(namespace).orElse(Grant.ALL))
                .anyMatch(each -> allowsExactly(role, each));
    }

    /** Whose links and batches somebody may see and end; null: everybody's. */
    public @Nullable String whose() {
        return allows(Role.ADMIN, null) ? null : user;
    }

    /** Those in which a role is held; empty: in all. */
    public Optional<Set<String>> namespaces(Role role) {
        return allows(role, null)
                ? Optional.empty()
                : Optional.of(roles.keySet().stream()
                        .filter(namespace -> allowsExactly(role, namespace))
                        .collect(toUnmodifiableSet()));
    }

    private boolean allowsExactly(Role role, String namespace) {
        var held = roles.get(namespace);
        return held != null && held.compareTo(role) >= 0;
    }
}
